//! What a member answers to what was said to them, by what it is about ([`Matter`]).

use super::Scene;
use super::arrange;
use super::asked::Asked;
use super::hear::{Heard, proposes};
use super::matter::{Matter, echo, matter, tells_something};
use super::places;
use super::replies::{self, ByAge};
use super::speak::Part;
use super::topics::{self, Topic, age_of, told, unbracketed};
use crate::agent::cue::Move;
use crate::agent::hera::dice::Dice;
use crate::agent::hera::text::{normalise, patterns};
use crate::agent::intent::{self, Feeling, Intent};
use crate::agent::script::Values;
use crate::domain::{Attention, Author, Fact, FamilyRole, Gender, Language};

/// Things told that are remembered, and characters of each.
const MOST_FACTS: usize = 24;
const WHAT: usize = 40;
/// Characters of the person's own words that are said to them again.
const QUOTED: usize = 60;
/// Letters of a word by which it is known again, in English.
const STEM: usize = 4;

impl Scene<'_> {
    /// What a member has to say to what was told; what is new of the outing comes first.
    pub(super) fn reaction(&mut self, heard: &Heard, chosen: bool, index: usize) -> Part {
        let values = self.values(index);
        let before = &self.state.family.trip;
        let phrases = self.phrases;
        if chosen && self.trip.destination != before.destination {
            return self.pick(Move::Place, &phrases.place, index, &values);
        }
        if chosen {
            let new: Vec<String> =
                self.trip.activities.iter().filter(|activity| !before.activities.contains(activity)).cloned().collect();
            let activity = new.get(index % new.len().max(1)).cloned();
            let values = values.with("activity", activity.clone());
            if activity.as_deref().is_some_and(|activity| !is_deed(activity, self.language)) {
                let thing =
                    self.reply(Move::Activity(activity.clone()), &replies::of(self.language).thing, index, &values);
                if thing.is_some() {
                    return thing;
                }
            }
            return self.pick(Move::Activity(activity), &phrases.activity, index, &values);
        }
        let answer = match self.matter.clone() {
            Matter::Tells if heard.thanks => self.pick(Move::Thanks, &phrases.thanks, index, &values),
            Matter::Tells if heard.greets => self.pick(Move::Greet, &phrases.greet, index, &values),
            // What is proposed is the answer.
            _ if self.is_asked_to_wish() => return None,
            matter => self.on_matter(&matter, index, &values),
        };
        answer.or_else(|| self.anything(index, &values))
    }

    fn on_matter(&mut self, matter: &Matter, index: usize, values: &Values) -> Part {
        let replies = replies::of(self.language);
        let said = Move::Answer;
        match matter {
            Matter::Calls => self.reply(said, &replies.calls, index, values),
            Matter::Real => self.reply(Move::Real, &replies.real, index, values),
            Matter::Where | Matter::AsksPlace if self.trip.destination.is_some() => {
                let (about, place) = self.reply(said, &replies.place, index, values)?;
                let when = self.and_when(index, values).map(|(_, when)| when);
                let words: Vec<String> = [Some(place), when].into_iter().flatten().collect();
                Some((about, words.join(self.phrases.space)))
            }
            Matter::Arranged(arranged) => self.on_arranged(*arranged, index, values),
            Matter::Sets(set) => self.on_set(set, index, values),
            Matter::Where => self.reply(said, &replies.place_open, index, values),
            Matter::What if self.trip.activities.is_empty() => self.reply(said, &replies.what_open, index, values),
            Matter::What => self.reply(said, &replies.what, index, values),
            Matter::MyName | Matter::Topic(Topic::CallMe) if self.called().is_some() => {
                let values = values.clone().with("person", self.called());
                let text = self.picker.pick_some(replies.my_name[age_of(&self.members[index])], &values);
                text.map(|text| (said, text))
            }
            Matter::MyName if self.state.profile.name.is_some() => self.reply(said, &replies.my_name, index, values),
            Matter::MyName => self.reply(said, &replies.my_name_open, index, values),
            Matter::AsksPlace => None,
            Matter::Recalls => self.recall(index, values),
            Matter::Chooses(choices) => self.choose_one(choices, index, values),
            Matter::Topic(Topic::Pet) if self.pet().is_some() => {
                let values = values.clone().with("what", self.pet());
                self.reply(said, &replies.our_pet, index, &values)
            }
            Matter::Topic(topic) => self.tell(*topic, index, values),
            Matter::Same => self.same(index, values),
            Matter::Mood if is_of_woe(self.text) => {
                let well = self.reply(Move::Answer, &replies.mood_no, index, values);
                well.or_else(|| self.reply(said, &replies.mood, index, values))
            }
            Matter::Mood => self.reply(said, &replies.mood, index, values),
            Matter::Joke => self.reply(said, &replies.joke, index, values),
            Matter::Orders => self.reply(said, &replies.orders, index, values),
            Matter::Promises => self.reply(said, &replies.promises, index, values),
            Matter::Sorry => self.reply(said, &replies.sorry, index, values),
            Matter::Praises => self.reply(said, &replies.praises, index, values),
            Matter::Loves => self.reply(said, &replies.loves, index, values),
            Matter::Jests => self.reply(said, &replies.jests, index, values),
            Matter::Weather => self.reply(said, &replies.weather, index, values),
            Matter::Home => self.reply(said, &replies.home, index, values),
            Matter::Night => self.reply(said, &replies.night, index, values),
            Matter::Mishap => self.reply(said, &replies.mishap, index, values),
            Matter::News(news) => self.on_news(news, index, values),
            Matter::Deeds => self.reply(said, &replies.deeds, index, values),
            Matter::Will(request) => self.on_request(*request, index, values),
            Matter::Doubts => self.reply(said, &replies.doubts, index, values),
            Matter::Asked(asked) => self.answer_asked(asked, index, values),
            Matter::Tells => self.on_told(index, values),
        }
    }

    /// What somebody says who was told something: they take up a phrase of it, or what was told before.
    fn on_told(&mut self, index: usize, values: &Values) -> Part {
        let replies = replies::of(self.language);
        // Who goes on telling of a loss is listened to, and nothing else.
        if self.was_sad() {
            let quiet = self.state.interview.care.quiet;
            let texts = if quiet { &replies.news.died } else { &replies.news.sore };
            let near = self.reply(Move::Chat, texts, index, values);
            if near.is_some() {
                return near;
            }
        }
        let taken = self.echoing(Move::Chat, &replies.tells, index, values);
        if taken.is_some() {
            return taken;
        }
        if index == 0
            && let Some(before) = self.told_before()
        {
            let values = values.clone().with("before", Some(before));
            let back = self.reply(Move::Chat, &replies.looks_back, index, &values);
            if back.is_some() {
                return back;
            }
        }
        self.pick(Move::Chat, &self.phrases.chat, index, values)
    }

    /// Whether the person was comforted just now.
    fn was_sad(&self) -> bool {
        let mut own = self.history.iter().rev().filter(|message| matches!(message.author, Author::User { .. }));
        self.state.interview.care.attends == Some(Attention::Feeling)
            && own.next().is_some_and(
                |said| matches!(intent::read(&said.text), Intent::Feeling(feeling) if feeling != Feeling::Joy),
            )
    }

    /// An answer that takes up a phrase of the message, once in each answer of the family.
    fn echoing(&mut self, about: Move, texts: &ByAge, index: usize, values: &Values) -> Part {
        let phrase = echo(self.text, self.language, &self.members).filter(|_| !self.echoed)?;
        self.echoed = true;
        let values = values.clone().with("echo", Some(phrase));
        self.reply(about, texts, index, &values)
    }

    /// What can be said to everything, when all else was said.
    pub(super) fn anything(&mut self, index: usize, values: &Values) -> Part {
        if let Some(said) = self.pick(Move::Chat, &self.phrases.chat, index, values) {
            return Some(said);
        }
        let replies = replies::of(self.language);
        let age = age_of(&self.members[index]);
        let end = match self.language {
            Language::Japanese => "。",
            Language::English => ".",
        };
        let joined = self.picker.join(replies.beginnings[age], replies.joint, replies.ends[age], end, values);
        joined.map(|text| (Move::Chat, text))
    }

    /// One of the texts for the age of the member.
    pub(super) fn reply(&mut self, about: Move, texts: &ByAge, index: usize, values: &Values) -> Part {
        let age = age_of(&self.members[index]);
        self.picker.pick(texts[age], values).map(|text| (about, text))
    }

    /// Whether a member is asked where to go, while that is open, or what they would like to do there.
    pub(super) fn is_asked_to_wish(&self) -> bool {
        let of_deeds = match &self.matter {
            Matter::AsksPlace => return self.trip.destination.is_none(),
            Matter::Topic(topic) => *topic == Topic::FreeDay && self.trip.destination.is_some(),
            Matter::Same => self.state.family.talk.asked.as_deref() == Some(Topic::FreeDay.name()),
            _ => false,
        };
        of_deeds && self.trip.destination.is_some() && !self.is_planned()
    }

    /// What a member tells of themselves: the same as before, if they were asked before.
    pub(super) fn tell(&mut self, topic: Topic, index: usize, values: &Values) -> Part {
        let by = place_of(index);
        self.talk.asked = Some(topic.name().to_owned());
        let known = self.talk.facts.iter().rev().find(|fact| fact.by == by && fact.about == topic.name());
        if let Some(fact) = known.filter(|_| !topic.is_new_each_time()) {
            let values = values.clone().with("what", Some(fact.what.clone()));
            let about = Move::Recall(fact.what.clone());
            return self.reply(about, &replies::of(self.language).recalls_own, index, &values);
        }
        let sentence = self.own_sentence(topic, index, values)?;
        let (text, thing) = unbracketed(&sentence);
        let thing = thing?;
        self.remember(by, topic.name(), &thing);
        Some((Move::Tell(thing), text))
    }

    /// One of the sentences that a member may tell of a topic: the same for ever, and another than somebody else's.
    fn own_sentence(&mut self, topic: Topic, index: usize, values: &Values) -> Option<String> {
        let texts = told(topic, &self.members[index], self.language);
        if topic.is_new_each_time() {
            return self.picker.pick(texts, values);
        }
        let taken = |text: &str| {
            let thing = unbracketed(&values.fill(text)).1;
            self.talk.facts.iter().any(|fact| fact.about == topic.name() && Some(&fact.what) == thing.as_ref())
        };
        let free: Vec<&'static str> = texts.iter().copied().filter(|text| !taken(text)).collect();
        let free = if free.is_empty() { texts.to_vec() } else { free };
        let number = topic.name().bytes().fold(0_u64, |number, byte| number.wrapping_mul(31) + u64::from(byte));
        let mut dice = Dice::new(self.seed ^ number, u32::try_from(index).unwrap_or(0));
        let chosen = *free.get(dice.below(free.len()))?;
        let at = texts.iter().position(|text| *text == chosen)?;
        self.picker.pick_some(&texts[at..=at], values)
    }

    pub(super) fn remember(&mut self, by: u8, about: &str, what: &str) {
        let what: String = what.chars().take(WHAT).collect();
        self.talk.facts.push(Fact { by, about: about.to_owned(), what });
        // What was arranged is kept, and the oldest of the others goes.
        while self.talk.facts.len() > MOST_FACTS {
            let oldest = self.talk.facts.iter().position(|fact| !arrange::is_lasting(&fact.about)).unwrap_or(0);
            self.talk.facts.remove(oldest);
        }
    }

    /// The same that was asked last, of somebody else.
    fn same(&mut self, index: usize, values: &Values) -> Part {
        let asked = self.state.family.talk.asked.clone();
        let replies = replies::of(self.language);
        match asked.as_deref() {
            Some(name) if topics::named(name).is_some() => {
                let topic = topics::named(name)?;
                self.tell(topic, index, values)
            }
            Some("calls") | None => self.reply(Move::Answer, &replies.calls, index, values),
            Some("mood") => self.reply(Move::Answer, &replies.mood, index, values),
            Some(_) => self.asked_again(index, values),
        }
    }

    /// The question before, put to somebody else: it is in what the person said last.
    fn asked_again(&mut self, index: usize, values: &Values) -> Part {
        let own = self.history.iter().rev().filter(|message| matches!(message.author, Author::User { .. }));
        let before = own.map(|message| matter(&message.text, self.language, &self.members, false));
        let before = before.take(3).find(|matter| !matches!(matter, Matter::Same | Matter::Calls))?;
        match before {
            Matter::Same | Matter::Calls => None,
            // It was no question: what do they say to it?
            before if before.is_told() => self.answer_asked(&Asked::Opinion, index, values),
            before => self.on_matter(&before, index, values),
        }
    }

    fn choose_one(&mut self, choices: &[String], index: usize, values: &Values) -> Part {
        let which = self.picker.dice.below(choices.len());
        let (choice, rest) = (choices.get(which)?, choices.iter().enumerate().find(|(other, _)| *other != which)?.1);
        // 車で行くほうを選ぶ
        let deed = choice.ends_with(['う', 'く', 'ぐ', 'す', 'つ', 'ぬ', 'ぶ', 'む', 'る']);
        let named = if deed { format!("{choice}ほう") } else { choice.clone() };
        let values = values.clone().with("choice", Some(named)).with("rest", Some(rest.as_str()));
        self.remember(place_of(index), "choice", choice);
        self.reply(Move::Tell(choice.clone()), &replies::of(self.language).chooses, index, &values)
    }

    /// What was said before, by whom it is asked about.
    fn recall(&mut self, index: usize, values: &Values) -> Part {
        let replies = replies::of(self.language);
        let question = normalise(self.text);
        let topic = topics::asked(&question, self.language, true).map(Topic::name);
        let of_person = is_of_person(&question, self.language);
        let score = |fact: &Fact| {
            let same_topic = topic.is_some_and(|topic| topic == fact.about);
            let named =
                question.to_lowercase().contains(&normalise(&self.members[usize::from(fact.by)].name).to_lowercase());
            usize::from(same_topic) * 2 + usize::from(named) * 2 + shared(&question, &fact.what, self.language)
        };
        let facts = self.talk.facts.iter().filter(|fact| usize::from(fact.by) < self.members.len());
        let fact = facts.enumerate().max_by_key(|(at, fact)| (score(fact), *at)).map(|(_, fact)| fact.clone());
        // Who asks for one thing is told no other.
        let least = usize::from(names_thing(&question, self.language));
        let words = self.words_before(&question, least);
        let certain = fact.as_ref().is_some_and(|fact| score(fact) > 0);
        let told = |what: &str| values.clone().with("what", Some(what));
        match (fact, words) {
            (Some(fact), words) if !of_person && (certain || (least == 0 && words.is_none())) => {
                let values = told(&fact.what);
                if usize::from(fact.by) == index {
                    return self.reply(Move::Recall(fact.what), &replies.recalls_own, index, &values);
                }
                let other = self.members[usize::from(fact.by)].name.clone();
                let values = values.with("other", Some(other));
                self.reply(Move::Recall(fact.what), &replies.recalls_other, index, &values)
            }
            (_, Some(words)) => {
                let values = told(&format!("{}{words}{}", replies.quotes.0, replies.quotes.1));
                self.reply(Move::Recall(words), &replies.recalls_person, index, &values)
            }
            (_, None) => self.reply(Move::Answer, &replies.recalls_open, index, values),
        }
    }

    /// What the person has told the family that the question may be about: what has most in common with it, or the last.
    fn words_before(&self, question: &str, least: usize) -> Option<String> {
        let common = |text: &str| shared(question, &normalise(text), self.language);
        let told = self.words_of_person().into_iter().filter(|text| common(text) >= least).enumerate();
        let best = told.max_by_key(|(at, text)| (common(text), *at));
        best.map(|(_, text)| {
            let text = text.trim().trim_end_matches(['.', '。', '!', '！']);
            text.chars().take(QUOTED).collect()
        })
    }

    /// What the person has told the family so far and is no question, the newest last.
    fn words_of_person(&self) -> Vec<&str> {
        let first = self.state.family.talk.first_turn;
        let begins = self.history.iter().position(|message| Some(message.turn) == first).unwrap_or(0);
        let own = self.history[begins..].iter().filter(|message| matches!(message.author, Author::User { .. }));
        let texts = own.map(|message| message.text.as_str());
        let tells = |text: &&str| matter(text, self.language, &self.members, false).is_told();
        texts.filter(tells).filter(|text| tells_something(text, self.language, &self.members)).collect()
    }

    /// A phrase of what was told two turns ago or more, if it was not taken up since.
    fn told_before(&self) -> Option<String> {
        // Where somebody wished to go is another matter, and may have been put right since.
        let of_place = |text: &str| proposes(text) || places::known(&normalise(text).to_lowercase()).is_some();
        let words = self.words_of_person();
        let told = words.iter().rev().filter(|text| !of_place(text)).nth(1)?;
        let phrase = echo(told, self.language, &self.members)?;
        let again = self.history.iter().rev().take(4).any(|message| message.text.contains(&phrase));
        (!again).then_some(phrase)
    }

    /// What there is to fill in about a member, and about the person.
    pub(super) fn about(&self, index: usize, values: Values) -> Values {
        let member = &self.members[index];
        let parent = match self.state.profile.gender {
            Some(Gender::Male) => Some(self.phrases.parent[0]),
            Some(Gender::Female) => Some(self.phrases.parent[1]),
            _ => None,
        };
        let you = self.called_by_child().or_else(|| parent.map(str::to_owned));
        values
            .with("person", self.called().or_else(|| self.state.profile.name.clone()))
            .with("you", you.filter(|_| member.role == FamilyRole::Child))
            .with("age", Some(member.age.to_string()))
    }
}

/// Whether what they look forward to is something they do, and not something to eat or to see.
fn is_deed(activity: &str, language: Language) -> bool {
    match language {
        Language::English => {
            let first = activity.split(' ').next().unwrap_or_default();
            let deeds = [
                "swim",
                "walk",
                "hike",
                "ride",
                "hunt",
                "fight",
                "match",
                "game",
                "ball",
                "picnic",
                "dive",
                "stroll",
                "run",
                "tag",
                "volleyball",
                "tennis",
                "climb",
                "show",
                "parade",
                "bath",
                "wheel",
                "coaster",
                "photo",
                "barbecue",
                "fire",
            ];
            first.ends_with("ing") || deeds.iter().any(|deed| activity.ends_with(deed))
        }
        Language::Japanese => {
            let deeds = [
                "い",
                "り",
                "び",
                "ち",
                "き",
                "み",
                "め",
                "投げ",
                "散歩",
                "泳ぎ",
                "観察",
                "体験",
                "見物",
                "大会",
                "ゲーム",
                "ショー",
                "ハイキング",
                "キャンプ",
                "サイクリング",
                "スキー",
                "ピクニック",
                "撮影",
                "スケッチ",
                "登山",
                "水浴",
                "合戦",
                "鬼ごっこ",
                "かくれんぼ",
                "キャッチボール",
                "乗車",
                "風呂",
                "湯",
                "花火",
                "バーベキュー",
                "読書",
                "歌",
                "発表会",
                "ふれあい",
                "ボール",
            ];
            deeds.iter().any(|deed| activity.ends_with(deed))
        }
    }
}

/// Whether it is asked if somebody is unwell, and not if they are well.
fn is_of_woe(text: &str) -> bool {
    let text = text.to_lowercase();
    let woes = [
        "angry",
        "mad",
        "upset",
        "cross",
        "sad",
        "scared",
        "afraid",
        "bored",
        "jealous",
        "hurt",
        "sick",
        "ill",
        "worried",
        "disappointed",
        "fighting",
        "sulking",
        "wrong",
        "怒",
        "おこ",
        "すね",
        "拗",
        "寂",
        "さみ",
        "さび",
        "嫌",
        "悲",
        "心配",
        "けんか",
        "喧嘩",
        "退屈",
        "痛",
    ];
    woes.iter().any(|woe| text.contains(woe))
}

/// The place of a member, as it is remembered.
pub(super) fn place_of(index: usize) -> u8 {
    u8::try_from(index).unwrap_or(u8::MAX)
}

/// Whether the person asks after what they themselves have said.
fn is_of_person(question: &str, language: Language) -> bool {
    let lower = question.to_lowercase();
    match language {
        Language::English => {
            let asks = ["did", "do", "was", "am", "will", "would", "have", "had", "should"];
            let own = ["my", "mine"];
            let words: Vec<&str> =
                lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
            lower.starts_with("and me")
                || words.windows(2).any(|pair| pair[1] == "i" && asks.contains(&pair[0]))
                || words.iter().any(|word| own.contains(word))
        }
        Language::Japanese => ["わたし", "私", "俺", "おれ", "僕", "ぼく", "父さん", "母さん", "パパ", "ママ"]
            .iter()
            .any(|word| lower.contains(word)),
    }
}

/// Whether a question for what was said names a thing: "what did I say my favourite song is", 「私の好きな花、覚えてる？」
pub(super) fn names_thing(question: &str, language: Language) -> bool {
    patterns! {
        THING_EN = r"(?i)\b(?:my|mine) \p{L}+|\bfavou?rite\b|\bwhat i (?:bought|ate|had|cooked|made|baked|lost|saw|read|broke|burn(?:t|ed)|wore|found|watched|drank|said|told)\b|\bi (?:used to|wanted|always|was (?:like|called)|liked?|loved?|hated?|would (?:buy|like))\b|\bi'd\b";
        THING_JA = r"好き|すき|嫌い|苦手|欲し|ほし|食べ物|花|色|歌|曲|夢|約束|自信|誕生日|名前|ペット|(?:った|いった)の(?:は)?何|(?:私|わたし|俺|おれ|僕|ぼく)(?:が|の)?(?:何|なに)(?:を)?(?:買|食べ|作|飲|見|なくし|話)|(?:何|なに)(?:を)?(?:買った|食べた|作った|飲んだ|見た|なくした)(?:か|っけ)";
        ALL_EN = r"(?i)\b(?:about me|know (?:of|about) me|have (?:on|about) me)\b";
    }
    match language {
        Language::English => THING_EN.is_match(question) && !ALL_EN.is_match(question),
        Language::Japanese => THING_JA.is_match(question),
    }
}

/// How much two texts have in common: words that begin alike, or in Japanese pairs of letters that are no mere kana.
fn shared(one: &str, other: &str, language: Language) -> usize {
    let (one, other) = (one.to_lowercase(), other.to_lowercase());
    match language {
        Language::English => {
            let words = |text: &str| -> Vec<String> {
                let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() >= STEM);
                words.map(|word| word.chars().take(STEM).collect()).collect()
            };
            let common = [
                "what",
                "that",
                "this",
                "again",
                "with",
                "have",
                "were",
                "your",
                "when",
                "where",
                "which",
                "would",
                "said",
                "remember",
                "favourite",
                "favorite",
            ];
            let known = words(&other);
            let asked = words(&one);
            asked
                .iter()
                .filter(|word| !common.iter().any(|common| common.starts_with(word.as_str())) && known.contains(word))
                .count()
        }
        Language::Japanese => {
            let kana = |c: char| matches!(c, '\u{3041}'..='\u{309f}');
            let letters: Vec<char> = one.chars().collect();
            let pairs = letters
                .windows(2)
                .filter(|pair| !pair.iter().all(|c| kana(*c)) && pair.iter().all(|c| c.is_alphanumeric()));
            pairs.filter(|pair| other.contains(&pair.iter().collect::<String>())).count()
        }
    }
}
