//! Answers as people type them on a phone: in small letters, without marks, beside the question.

use hera::agent::hera::listen;
use hera::domain::Topic::{self, Age, ChildGenders, Children, Gender, Income, Location, OwnName, PartnerLooks};
use hera::domain::Topic::{PartnerName, PartnerTemperament, Status, Traits};
use hera::domain::{Child, Gender as Sex, RelationshipStatus, SessionState, UserProfile};

/// What is known after `text` answers the question for `topics`, of somebody known as `profile`.
fn after(profile: UserProfile, topics: &[Topic], text: &str) -> UserProfile {
    let mut state = SessionState { profile, ..SessionState::default() };
    state.interview.turns = 3;
    state.interview.topics = topics.to_vec();
    state.interview.times = topics.iter().map(|topic| (*topic, 1)).collect();
    listen(&state, &[], text).profile
}

fn told(topics: &[Topic], text: &str) -> UserProfile {
    after(UserProfile::default(), topics, text)
}

fn partner_of(profile: &UserProfile) -> Option<&str> {
    profile.partner().and_then(|partner| partner.name.as_deref())
}

fn shown(children: &[Child]) -> Vec<(&str, Option<Sex>)> {
    children.iter().map(|child| (child.name.as_deref().unwrap_or("-"), child.desired_gender)).collect()
}

#[test]
fn places_in_small_letters_get_their_capitals_and_names_stay() {
    for (text, name, place) in [
        ("its sam, 41, from galway", "sam", Some("Galway")),
        ("tasha 29 f leeds", "tasha", Some("Leeds")),
        ("name's Cody, 44", "Cody", None),
        ("hi there, liam here", "liam", None),
        ("im nguyen thi lan, 28", "nguyen thi lan", None),
    ] {
        let told = told(&[OwnName, Age], text);
        assert_eq!((told.name.as_deref(), told.location.as_deref()), (Some(name), place), "{text}");
    }
}

#[test]
fn who_tells_their_age_and_a_place_has_told_no_name() {
    for text in ["im 29, f, leeds", "29 f boston", "29, tokyo", "Leeds, 29", "31 m, bristol"] {
        let told = told(&[OwnName, Age], text);
        assert!(told.name.is_none() && told.location.is_some(), "{text}: {:?}, {:?}", told.name, told.location);
    }
    assert_eq!(told(&[OwnName, Age], "Florence, 41, from leeds").name.as_deref(), Some("Florence"));
}

#[test]
fn a_letter_beside_the_age_is_a_gender_and_im_is_none() {
    let gender = |text| told(&[OwnName, Age], text).gender;
    assert_eq!(gender("tasha 29 f leeds"), Some(Sex::Female));
    assert_eq!(gender("jayden, 19/m, toronto"), Some(Sex::Male));
    assert_eq!(gender("I'm Winifred and I'm 83 years young"), None);
    let asked = |text| told(&[Gender, Traits], text).gender;
    assert_eq!(asked("Stubborn, they tell me!"), None);
    assert_eq!(asked("they/them"), Some(Sex::Other));
}

#[test]
fn the_partner_is_named_with_whom_somebody_is_together() {
    for (text, name) in [
        ("wife's Jan", "Jan"),
        ("partner is Ash", "Ash"),
        ("i live with my bf Duarte", "Duarte"),
        ("man, married to aoife", "aoife"),
        ("girlfriend Saoirse", "Saoirse"),
        ("live with my fella gaz", "gaz"),
        ("got a boyfriend 🥰 Étienne", "Étienne"),
        ("my boyfriend name is Minh", "Minh"),
    ] {
        let told = told(&[Location, Status], text);
        assert_eq!((partner_of(&told), told.location.as_deref()), (Some(name), None), "{text}");
    }
    assert_eq!(partner_of(&told(&[PartnerName], "his name wei jie")), Some("wei jie"));
    let told = told(&[PartnerName], "aoife - she's warm and patient");
    assert_eq!(partner_of(&told), Some("aoife"));
}

#[test]
fn who_was_engaged_or_has_nobody_is_single() {
    for text in [
        "I was engaged but it got cancelled last year",
        "we called off the wedding",
        "I don't have girlfriend now. I hope to have",
        "dont have a bf",
    ] {
        assert_eq!(told(&[Status], text).relationship_status, Some(RelationshipStatus::Single), "{text}");
    }
    assert_eq!(told(&[Status], "we're engaged").relationship_status, Some(RelationshipStatus::Partnered));
    assert_eq!(told(&[Status], "I am with wife").relationship_status, Some(RelationshipStatus::Married));
}

#[test]
fn what_only_sounds_like_a_refusal_closes_nothing() {
    for (topics, text) in
        [(&[Gender, Status][..], "I am a man na"), (&[Traits, Income][..], "I'm a private person, as you see")]
    {
        assert!(told(topics, text).declined.is_empty(), "{text}");
    }
    assert!(!told(&[Location], "that's private").declined.is_empty());
}

#[test]
fn children_are_read_as_they_are_listed() {
    let (girl, boy) = (Some(Sex::Female), Some(Sex::Male));
    let of = |text| told(&[Children], text).children;
    assert_eq!(shown(&of("two kids, Can (7, boy) and Niamh (4, girl)")), [("Can", boy), ("Niamh", girl)]);
    assert_eq!(shown(&of("We had three, Susan, Peter and little Anne")).len(), 3);
    assert_eq!(shown(&of("got 2 boys alfie and archie")), [("alfie", boy), ("archie", boy)]);
    assert!(told(&[Children], "we don't want human kids just cats").children.is_empty());
    let known = ["Colt", "Wyatt", "Daisy"].map(|name| Child { desired_gender: None, name: Some(name.into()) });
    let known = UserProfile { children: known.to_vec(), ..UserProfile::default() };
    for text in
        ["first two are boys, daisys a girl", "colt n wyatt are boys daisy is a girl", "boy, boy, daisy is a girl"]
    {
        let told = after(known.clone(), &[ChildGenders], text).children;
        assert_eq!(shown(&told)[2], ("Daisy", girl), "{text}");
        assert_ne!(told[0].desired_gender, girl, "{text}");
    }
}

#[test]
fn who_skips_girl_or_boy_keeps_the_child() {
    let children = vec![Child { desired_gender: None, name: Some("Matilda".into()) }];
    let told = after(UserProfile { children, ..UserProfile::default() }, &[ChildGenders], "skip");
    assert_eq!(shown(&told.children), [("Matilda", None)]);
    assert!(told.declined.is_empty() && told.let_go.contains(&ChildGenders));
    assert_eq!(shown(&self::told(&[Children], "Matilda, shes 5").children), [("Matilda", Some(Sex::Female))]);
}

#[test]
fn what_is_said_of_the_partner_is_theirs() {
    let known = |text| after(UserProfile::default(), &[PartnerTemperament, PartnerLooks], text);
    let told = known("She is God-fearing, beautiful, dark and slim");
    let partner = told.partner().expect("a partner is told of");
    assert_eq!((partner.name.as_deref(), partner.temperament.as_deref()), (None, Some("God-fearing")));
    let own = after(UserProfile::default(), &[Location, Traits], "She's a firecracker, blonde hair blue eyes");
    assert_eq!(own.personality, None);
}

#[test]
fn sums_keep_their_money_and_their_time() {
    for (text, income) in [
        ("15 million dong per month", "15,000,000 dong a month"),
        ("rm 3500", "RM3,500"),
        ("30000 hryvnia a month", "30,000 hryvnia a month"),
    ] {
        assert_eq!(told(&[Income], text).income_range.as_deref(), Some(income), "{text}");
    }
}

#[test]
fn children_are_read_however_they_are_typed() {
    let (girl, boy) = (Some(Sex::Female), Some(Sex::Male));
    let of = |text| told(&[Children], text).children;
    for (text, children) in [
        ("Can (7, boy) and Niamh (4, girl)", &[("Can", boy), ("Niamh", girl)][..]),
        ("mine are grown, kerry and lee", &[("kerry", None), ("lee", None)]),
        ("kerry is my daughter lee is my son", &[("kerry", girl), ("lee", boy)]),
        ("we have three: Chidi 8, Amara 6 and baby Kosi", &[("Chidi", None), ("Amara", None), ("Kosi", None)]),
        ("1 boy hudson 5. want a girl too, maybe ivy", &[("hudson", boy), ("ivy", girl)]),
        ("kids aged 4 and 7", &[("-", None), ("-", None)]),
        ("三姉妹です。あかり、ひかり、のぞみ", &[("あかり", girl), ("ひかり", girl), ("のぞみ", girl)]),
        ("三兄弟でした。太一、健二、修三", &[("太一", boy), ("健二", boy), ("修三", boy)]),
    ] {
        assert_eq!(shown(&of(text)), children, "{text}");
    }
}

#[test]
fn names_are_whole_and_a_mark_is_no_age() {
    for (text, name) in [
        ("山田 太郎です", Some("山田 太郎")),
        ("佐藤ゆいです", Some("佐藤ゆい")),
        ("タロウ", Some("タロウ")),
        ("匿名希望", None),
        ("debbie but deb", Some("deb")),
        ("bit grumpy but i make people laugh", None),
    ] {
        assert_eq!(told(&[OwnName, Age], text).name.as_deref(), name, "{text}");
    }
    let told = told(&[OwnName, Age], "bit grumpy but i make people laugh");
    assert_eq!(told.personality.as_deref(), Some("bit grumpy but i make people laugh"));
    assert_eq!(self::told(&[Location], "moved to cork last year").location.as_deref(), Some("Cork"));
    for (text, place) in [("三十四、宇治市、女です", "宇治市"), ("29歳、世田谷区、男", "世田谷")]
    {
        let told = self::told(&[OwnName, Age], text);
        assert_eq!((told.name, told.location.as_deref()), (None, Some(place)), "{text}");
    }
    for (text, name) in [("中村です", "中村"), ("与市、34歳", "与市")] {
        assert_eq!(self::told(&[OwnName, Age], text).name.as_deref(), Some(name), "{text}");
    }
    // Said of oneself, it is nothing said of the partner whose name is asked.
    for text in ["pretty chill but i worry a lot", "easygoing, i overthink though", "shy but i can be funny"] {
        let told = self::told(&[PartnerName], text);
        let partner = told.partner().cloned().unwrap_or_default();
        assert_eq!((told.personality.as_deref(), partner.temperament, partner.name), (Some(text), None, None));
    }
    let told = self::told(&[Age, Status], "he dumped me so I dyed my hair. 10/10");
    assert_eq!(told.age, None);
    assert_eq!(self::told(&[Age], "I shall be 79 in the spring").age, Some(78));
    assert_eq!(self::told(&[Age], "30s, lets say 36").age, Some(36));
}

#[test]
fn what_is_told_beside_the_question_is_of_whom_it_is_said() {
    let wed = after(UserProfile::default(), &[Status], "married to Aoife");
    let told = after(wed.clone(), &[Gender], "shes warm and patient, red curly hair");
    let partner = told.partner().unwrap();
    assert_eq!(partner.temperament.as_deref(), Some("warm and patient"));
    assert_eq!(partner.appearance.as_deref(), Some("red curly hair"));
    for asked in [&[Gender][..], &[PartnerTemperament, PartnerLooks], &[Income]] {
        let told = after(wed.clone(), asked, "Can (7, boy) and Niamh (4, girl)");
        let children: Vec<_> = told.children.iter().map(|child| child.name.as_deref()).collect();
        assert_eq!(children, [Some("Can"), Some("Niamh")], "{asked:?}");
        assert_eq!(told.partner().unwrap().appearance, None, "{asked:?}");
    }
    let told = after(UserProfile::default(), &[Gender], "のんびり屋って言われます");
    assert_eq!(told.personality.as_deref(), Some("のんびり屋"));
    let told = after(UserProfile::default(), &[PartnerTemperament, PartnerLooks], "しっかり者。髪は肩まで");
    assert!(told.partner().unwrap().appearance.as_deref().is_some_and(|looks| looks.ends_with("肩まで")));
}

#[test]
fn a_place_is_where_the_person_lives() {
    for (text, place) in [
        ("toronto but my family is in karachi", "Toronto"),
        ("Ludlow, in Shropshire", "Ludlow"),
        ("leeds ls6", "Leeds"),
    ] {
        assert_eq!(told(&[Location], text).location.as_deref(), Some(place), "{text}");
    }
    let known = UserProfile { location: Some("Pune".into()), ..UserProfile::default() };
    for text in [
        "from next month I am shifting to Bengaluru, please put Bengaluru",
        "please put Bengaluru actually, I am shifting there from next month",
    ] {
        assert_eq!(after(known.clone(), &[Traits], text).location.as_deref(), Some("Bengaluru"), "{text}");
    }
}
