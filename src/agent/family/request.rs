//! What somebody of the family is asked to do, to be or to promise, and what the person asks leave for: "will you stay for
//! ever?", 「お金貸してくれる？」. Whether they say yes depends on what it is: possible or not, kind or harmful, within a family's
//! day or not. What is of no known kind is asked back, and not agreed to.

mod en;
mod ja;

use super::Scene;
use super::replies::ByAge;
use super::speak::Part;
use super::topics::age_of;
use crate::agent::cue::Move;
use crate::agent::script::Values;
use crate::domain::Language;

/// What is asked of somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Request {
    /// To be there for ever, never to leave, not to forget.
    Stay,
    /// To be met again.
    Meet,
    /// Whether the person will be happy, and all be well: nobody can know.
    Future,
    /// To love the person whatever happens, and not to be cross.
    Love,
    Cross,
    /// To leave the person; and to marry them.
    Part,
    Marry,
    Money,
    /// What is not right: to lie, to steal, to play truant.
    Wrong,
    /// What is not spoken of in a family.
    Improper,
    /// What takes hands and feet in the world outside the conversation.
    Reach,
    /// What nobody can do; and to bring back who has died.
    Magic,
    BringBack,
    /// What changes a family's life: a dog, a baby, another town.
    Big,
    /// What the person must decide for themself.
    Decide,
    /// Leave to rest, to cry, to stay; to be held.
    Rest,
    /// Help, the truth, an ear.
    Help,
    /// What belongs to a family's day; and leave to do it.
    Day,
    Leave,
    /// Anything else.
    Unsure,
}

impl Request {
    /// Whether who leads the family answers it alone, if nobody is called.
    pub const fn is_for_lead(self) -> bool {
        !matches!(
            self,
            Self::Stay | Self::Love | Self::Cross | Self::Big | Self::Rest | Self::Help | Self::Day | Self::Leave
        )
    }
}

/// What is answered, by age.
struct Answers {
    stay: ByAge,
    meet: ByAge,
    future: ByAge,
    love: ByAge,
    cross: ByAge,
    part: ByAge,
    marry: ByAge,
    money: ByAge,
    wrong: ByAge,
    improper: ByAge,
    reach: ByAge,
    magic: ByAge,
    bring_back: ByAge,
    big: ByAge,
    decide: ByAge,
    rest: ByAge,
    help: ByAge,
    day: ByAge,
    leave: ByAge,
    unsure: ByAge,
}

impl Answers {
    const fn to(&self, request: Request) -> &ByAge {
        match request {
            Request::Stay => &self.stay,
            Request::Meet => &self.meet,
            Request::Future => &self.future,
            Request::Love => &self.love,
            Request::Cross => &self.cross,
            Request::Part => &self.part,
            Request::Marry => &self.marry,
            Request::Money => &self.money,
            Request::Wrong => &self.wrong,
            Request::Improper => &self.improper,
            Request::Reach => &self.reach,
            Request::Magic => &self.magic,
            Request::BringBack => &self.bring_back,
            Request::Big => &self.big,
            Request::Decide => &self.decide,
            Request::Rest => &self.rest,
            Request::Help => &self.help,
            Request::Day => &self.day,
            Request::Leave => &self.leave,
            Request::Unsure => &self.unsure,
        }
    }
}

/// The request of a known kind that `text` makes, if it makes one; `text` is in the usual spelling.
pub fn known(text: &str, language: Language) -> Option<Request> {
    match language {
        Language::Japanese => ja::known(text),
        Language::English => en::known(text),
    }
}

/// What `text` asks for that surely is a request, and of no other kind: something of a family's day, or who knows what.
pub fn other(text: &str, language: Language) -> Request {
    let of_day = match language {
        Language::Japanese => ja::is_of_day(text),
        Language::English => en::is_of_day(text),
    };
    let leave = match language {
        Language::Japanese => ja::asks_leave(text),
        Language::English => en::asks_leave(text),
    };
    match (of_day, leave) {
        (true, true) => Request::Leave,
        (true, false) => Request::Day,
        (false, _) => Request::Unsure,
    }
}

/// Whether `text` asks who, when or what: no yes answers that.
pub fn asks_openly(text: &str, language: Language) -> bool {
    match language {
        Language::Japanese => ja::asks_openly(text),
        Language::English => en::asks_openly(text),
    }
}

impl Scene<'_> {
    /// What a member answers to a request: if need be the same again, for something else must not be said.
    pub(super) fn on_request(&mut self, request: Request, index: usize, values: &Values) -> Part {
        let answers = match self.language {
            Language::Japanese => &ja::ANSWERS,
            Language::English => &en::ANSWERS,
        };
        let age = age_of(&self.members[index]);
        let fresh = self.picker.pick(answers.to(request)[age], values);
        let text = match request {
            Request::Day | Request::Leave => fresh,
            _ => fresh.or_else(|| self.picker.pick_some(answers.to(request)[age], values)),
        };
        text.map(|text| (Move::Answer, text))
    }
}

#[cfg(test)]
mod tests {
    use super::super::spelling::spelled;
    use super::Request::*;
    use super::*;

    fn read(text: &str, language: Language) -> Option<Request> {
        known(&spelled(text, language), language)
    }

    const EN: &[(&str, Option<Request>)] = &[
        ("will you be here forever?", Some(Stay)),
        ("promise me you'll never leave", Some(Stay)),
        ("will u stay with me", Some(Stay)),
        ("Can I see you again tomorrow?", Some(Meet)),
        ("will I ever be happy?", Some(Future)),
        ("do you think things will get better", Some(Future)),
        ("will you love me if I fail", Some(Love)),
        ("do you still love me?", Some(Love)),
        ("Ken, will you be mad if I am late?", Some(Cross)),
        ("are you going to leave me one day?", Some(Part)),
        ("will you marry me", Some(Marry)),
        ("can you lend me 50 dollars", Some(Money)),
        ("could you pay my rent?", Some(Money)),
        ("lend me some money", Some(Money)),
        ("Mia, will you skip school with me?", Some(Wrong)),
        ("would you lie for me", Some(Wrong)),
        ("can we have sex", Some(Improper)),
        ("could you pick me up from the airport tonight?", Some(Reach)),
        ("will you do my taxes", Some(Reach)),
        ("could you fly to the moon for me", Some(Magic)),
        ("can you bring my mum back", Some(BringBack)),
        ("can we get a dog?", Some(Big)),
        ("would you move to Japan with me", Some(Big)),
        ("can I quit my job?", Some(Decide)),
        ("should I call my ex?", Some(Decide)),
        ("may I cry a bit?", Some(Rest)),
        ("can u hug me", Some(Rest)),
        ("will you tell me the truth?", Some(Help)),
        ("I will stay with my mum tonight", None),
        ("My brother lent me 50 dollars", None),
        ("we got a dog last year", None),
        ("I quit my job", None),
        ("shall we play cards?", None),
        ("Leo, will you eat your carrots?", None),
        ("What time is it?", None),
    ];
    const JA: &[(&str, Option<Request>)] = &[
        ("ずっと一緒にいてくれる？", Some(Stay)),
        ("約束して、絶対いなくならないで", Some(Stay)),
        ("わたしのこと忘れない？", Some(Stay)),
        ("明日も会える？", Some(Meet)),
        ("わたし、幸せになれるかな？", Some(Future)),
        ("失敗しても好きでいてくれる？", Some(Love)),
        ("ママのこと好き？", Some(Love)),
        ("遅れても怒らない？", Some(Cross)),
        ("いつか離婚する？", Some(Part)),
        ("結婚してくれる？", Some(Marry)),
        ("お金貸してくれる？", Some(Money)),
        ("家賃払ってくれない？", Some(Money)),
        ("学校さぼってくれる？", Some(Wrong)),
        ("嘘ついてくれる？", Some(Wrong)),
        ("迎えに来てくれる？", Some(Reach)),
        ("代わりに会社行ってくれる？", Some(Reach)),
        ("空飛べる？", Some(Magic)),
        ("母を返してくれる？", Some(BringBack)),
        ("犬飼ってもいい？", Some(Big)),
        ("仕事辞めてもいい？", Some(Decide)),
        ("泣いてもいい？", Some(Rest)),
        ("抱きしめてくれる？", Some(Rest)),
        ("手伝ってくれる？", Some(Help)),
        ("妹にお金を貸した", None),
        ("犬を飼ってるよ", None),
        ("仕事を辞めたよ", None),
        ("トランプする？", None),
        ("にんじん食べる？", None),
    ];

    #[test]
    fn what_is_asked_for_is_told_apart() {
        for (text, request) in EN {
            assert_eq!(read(text, Language::English), *request, "{text}");
        }
        for (text, request) in JA {
            assert_eq!(read(text, Language::Japanese), *request, "{text}");
        }
    }
}
