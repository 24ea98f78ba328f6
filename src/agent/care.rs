//! Listening first: before anything is read out of a message, it is heard. Who speaks of danger gets ways to help and no
//! question; who mourns gets time; who is glad is met with joy; a child is met as a child. The same with a model and without:
//! in danger no model speaks.

pub(super) mod alone;
mod back;
mod child;
mod harm;
mod help;
mod phrases;
mod supposed;
#[cfg(test)]
mod tests;

use regex::Regex;

use super::HeraPrompt as Prompt;
use super::cue::{Cue, Move};
use super::family;
use super::family::personas::voice;
use super::hera::phrases::Choices;
use super::hera::text::patterns;
use super::hera::{self, extract};
use super::intent::{self, Danger, Feeling, Intent};
use super::script::{Line, Script};
use crate::domain::{
    Alone, Attention, Author, Care, Choice, FamilyRole, Field, Interview, Language, Member, Phase, RelationshipStatus,
    SessionState, StateUpdate, UserProfile,
};
use harm::Harm;
pub use help::Help;
use phrases::{Phrases, of_child};

/// Who is younger is met as a child.
const ADULT: u8 = 18;
/// The youngest who may well write.
const WRITES: u8 = 4;
/// A question is let go of only where it is one of so few that it is clear which.
const FEW: usize = 2;
/// The longest message, in characters, that may only agree or decline.
const SHORT: usize = 20;
/// The fewest letters that tell something.
const FEWEST: usize = 4;

patterns! {
    // Not 夫が母を亡くして, 妻を駅まで見送り, "my wife passed her driving test".
    WIDOWED = concat!(
        r"(?i)(?:妻|嫁|家内|女房|奥さん|夫|主人|旦那|つれあい|連れ合い)(?:を[^。!?を母父親犬猫祖友兄姉弟妹子]{0,12}亡く|を[^。!?を母父親犬猫祖友兄姉弟妹子駅空玄仕会バ]{0,8}見送",
        r"|(?:は|が|に|とは)[^。!?を母父親犬猫祖友兄姉弟妹子]{0,12}(?:亡くな|他界|先立た|死別|逝))|死別|未亡人|やもめ|(?:亡くなった|亡くした|先立った|先に逝った|死んだ|他界した|亡き)(?:妻|嫁|家内|女房|奥さん|旦那|つれあい|連れ合い|夫(?:[^婦]|$)|主人(?:[^公]|$))",
        r"|\bwidow(?:er|ed)?\b|\bmy (?:late |first |dear )?(?:wife|husband|partner)(?:'s| has| is)? (?:died|dead|passed (?:away|on|in|last|this|suddenly|peacefully|at \d)|passed[.,!]|passed$|been gone|gone[.,!]|gone$)",
        r"|\b(?:lost|buried) my (?:late |first |dear )?(?:wife|husband|partner)(?:[^'’\w]|$)|\blate (?:wife|husband)\b",
    );
    GOES_ON = concat!(
        r"(?i)続け(?:て|よう|ましょ|ます|たい|る)|つづけ|続き(?:を|お|から)|再開|次(?:の質問|へ|に|どうぞ|お願い)|質問(?:に|へ)?(?:戻|答え|どうぞ)|戻(?:ろう|りましょ|ります)",
        r"|\b(?:go on|carry on|continue|keep going|resume|next question|back to (?:the|your) (?:questions?|interview)|let'?s go on|ask (?:me )?(?:away|on|the next))\b",
    );
    // "I can't go on" is no wish to.
    GOES_NOT_ON = r"(?i)続け(?:られ|たくな|るのは|て(?:いけ|いく)(?:な|の))|\b(?:can'?t|cannot|couldn'?t|don'?t (?:want|know how) to|no (?:reason|point)(?: to| in)?|why|not) (?:go|carry|keep|continu)";
    YES = r"(?i)^(?:はい|うん|ええ|お願いします|大丈夫(?:です|だよ)?|もう(?:平気|大丈夫)(?:です|だよ)?|いいよ|いいです|y|yes|yeah|yep|ok|okay|sure|please|i'?m (?:ok|okay|fine|alright)(?: now)?)[。.!！]*$";
    // To the question whether there is danger.
    AFFIRMS = r"(?i)^(?:はい|うん|ええ|そう(?:です|だよ|かも)?|ある(?:かも)?|あります|たぶん|少し|すこし|ちょっと(?:だけ)?|y|yes|yeah|yep|i (?:am|do|think so)|maybe|sort of|kind of|a (?:bit|little))[。.!！… ]*$";
    STOPS = r"(?i)^(?:いいえ|いや|ううん|やめ(?:る|ます|たい|て|よう)|もう(?:いい|やめ)|休(?:む|み|ませ)|ここまで|またに|no|nope|nah|stop|not now|enough|later|rest)";
    // What seemed a danger is none: 死ぬとかじゃない, "nobody is hurt, I only asked".
    DENIES = concat!(
        r"(?i)^(?:いえ|いいえ|いや|ううん|ちが|違)|(?:死ぬ|死にたい|危険|危ない|そういう(?:意味|つもり|こと))[^。!?]{0,4}(?:じゃ|では|でも|とか|わけ|訳|は)[^。!?]{0,6}(?:ない|なく|ありません|ません)",
        r"|そうじゃな|誤解|勘違い|(?:大丈夫|平気|元気|無事)(?:です|だよ|だから|だ|なの|なん)?(?:[^かじでの]|$)|心配(?:いら|しな|ない|無用|ご無用)|誰も(?:けが|怪我|傷)",
        r"|^(?:oh |god |goodness |heavens |lord |gosh |um |er |well |what\W+)*(?:no|nope|nah)(?:[,.!…-]|$| (?:no\b|it|i'?m|that|thanks|not|nobody))|\b(?:nobody|no one|no-one|nothing)(?:'s| is| was)? (?:hurt|in danger|dying|wrong|the matter)",
        r"|\b(?:i'?m|i am|we'?re|we are|it'?s|that'?s|it is|that is) (?:not|no) (?:\w+ ){0,2}(?:danger|suicidal|hurt|dying|like that|what i (?:said|meant|asked))|\bi don'?t (?:want|mean) to (?:die|hurt)",
        r"|\bi (?:only|just) (?:asked|meant|said|want(?:ed)?)\b|\bi said\b|\bmisunderst(?:ood|and)|\bmisheard\b|\b(?:you'?ve |you )?(?:got|have) (?:me|it|that) (?:all )?wrong\b|\b(?:i'?m|we'?re|all|everything'?s|everyone'?s|everybody'?s) (?:fine|ok|okay|safe|alright|all right|good|well)\b",
    );
    // "No, I'm not okay", いいえ、もう無理です.
    UNWELL = r"(?i)\bnot (?:really |exactly |at all |even )?(?:ok|okay|fine|safe|alright|all right|good|well|sure)\b|\b(?:can'?t|cannot|couldn'?t|don'?t want to|won'?t) (?:go on|do this|take|cope|live|be here|keep|stand|any ?more)|\b(?:don'?t|do not) know\b|\b(?:yet|not now|any ?more|no ?longer)\b|大丈夫(?:じゃ|では)|平気(?:じゃ|では)|もう(?:無理|だめ|ダメ|限界|いい|終わ)|わからな|分からな|かもしれ";
    // 死ぬとかじゃない: who says so by themselves is asked.
    DENIES_DEATH = r"(?i)(?:死ぬ|死にたい)[^。!?]{0,4}(?:じゃ|では|とか|わけ|訳)[^。!?]{0,6}(?:ない|なく|ありません|ません)|\b(?:not|n'?t) (?:\w+ ){0,3}(?:suicidal|to die)\b";
    // A feeling that is denied: "I'm not angry", 怒ってはいません.
    NOT_FELT = concat!(
        r"(?i)\b(?:not|no|never|n'?t) (?:\w+ ){0,2}(?:loss|angry|furious|cross|mad|sad|sorry|upset|lonely|alone|depressed|grieving|tired|afraid|scared|worried)\b",
        r"|(?:怒って|落ち込んで|悲しんで|困って|悩んで|疲れて)(?:は)?(?:い)?(?:ない|ません)|(?:つら|辛|悲し|寂し|さびし|さみし|怖|こわ)く(?:は)?(?:ない|ありません)|(?:不安|心配)(?:では|じゃ)(?:ない|ありません)",
    );
    // A profile that is put right, in whatever words.
    PUTS_RIGHT = r"(?i)消して|消す|削除|外して|直して|訂正|間違|違い?ます|だけにして|プロフィール|\b(?:remove|delete|take (?:out|off)|correct|wrong|mistake|not a (?:child|kid|daughter|son|name)|profile)\b";
    // 弟が「死ぬ」と言って, "my friend says": the danger is another's.
    OF_OTHER = concat!(
        r"(?i)(?:友達|友人|親友|弟|妹|兄|姉|息子|娘|夫|妻|彼氏|彼女|母|父|生徒|後輩|同僚|教え子|近所の子|隣の子|となりの子)(?:が|から|の(?:腕|手首|部屋|体))[^。]{0,30}(?:言|書|送|LINE|ライン|飲|切|傷|起き|帰|出|倒|返事|いなく)",
        r"|\b(?:my|your|the|a) (?:\w+ )?(?:friend|brother|sister|son|daughter|boy|girl|boyfriend|girlfriend|mate|flatmate|student|uncle|dad|mum|mom|kid|child)(?: i \w+)?(?:'s| has| is| says?| said| told| texted| called| rang| left| wants| won'?t| od| overdosed| took| swallowed)\b",
    );
    // さっき言ったでしょう: the question is not asked again.
    ASKED_TWICE = r"(?i)何(?:回|度|べん)も?(?:同じ|言|聞)|さっき(?:から)?(?:も|言|答え|聞)|しつこ|言いたくないって|教えないって|\b(?:already (?:asked|told|said|answered)|asked me (?:that|this)|said no|not (?:telling|answering)|how many times|stop (?:asking|repeating))\b";
    // "What a lovely day" is said in passing, and no news.
    PLEASANTRY = r"(?i)^(?:what a|it'?s (?:such )?a|such a) (?:lovely|nice|beautiful|gorgeous|great|fine|wonderful) (?:day|evening|morning|night|view|place|idea|weather)[.! ]*$|^(?:今日は)?(?:いい|良い|気持ちいい|きれいな)(?:天気|日|朝|夜|景色|眺め)(?:だ|です)?(?:ね|な|なあ)?[。! ]*$";
    ONLY_JESTS = r"(?i)\b(?:just|only) (?:kidding|joking|messing|teasing)\b|\bjk\b|冗談(?:だよ|です|だって|でした)|(?:なんちゃって|なんてね|うそだよ|嘘だよ)[。!ー〜wｗ]*$";
    DIVORCED = r"(?i)離婚|\b(?:divorced?|separated)\b";
    // "Widowed, I'm afraid." fears nothing.
    POLITE = r"(?i)[,.] ?i'?m afraid(?: so| not)?[.! ]*$";
    // Who is shy, or in two minds about doing this at all: "I'm not sure I should be doing this", 恥ずかしくて死にそう.
    HESITATES = concat!(
        r"(?i)\b(?:not sure|don'?t know|don'?t think|wonder(?:ing)?|unsure|doubt)(?: if| whether| that)? i(?:'m| am)? ?(?:should|ought to|want to|can|could|ready|cut out|the (?:right|type)|up for|comfortable)\b(?: \w+){0,4} (?:this|that|these|here|it|you|personal|questions?|answers?|start|begin|try)\b|\b(?:should|shall) i (?:even |really )?be (?:doing|answering|telling|on) (?:this|these|that|here)\b",
        r"|\b(?:silly|daft|stupid|foolish|awkward|self-conscious|embarrassed|shy|odd|weird|ridiculous|nervous)\b[^.!?]{0,12}\b(?:doing|answering|typing|talking|telling|writing|about|asking|saying) (?:this|these|that|it|to (?:a|an) \w+|you)\b|\b(?:this|that|it)(?:'s| is) (?:\w+ )?(?:\w+ )?(?:embarrassing|awkward|cringe|cringy|weird|silly|mortifying)\b|\bdie of (?:shame|embarrassment|cringe|boredom|curiosity)\b|\b(?:this|these|it|you'?re|suspense|waiting)(?: \w+)? (?:is |are )?killing me\b|\bbad idea\b|\b(?:might|will|'ll|going to) regret (?:this|it|asking|that)\b",
        r"|(?:して|やって|話して|答えて|使って)(?:も)?(?:いい|良い|大丈夫な)(?:の|もの|ん)?(?:か|かな|かしら|でしょうか|だろうか|のか)|(?:ためら|躊躇)(?:って|い)|(?:ようか|おうか|そうか|うか|まだ|ちょっと|正直)迷って|(?:やめ(?:とこ|ておこ|とい|ておい)?(?:う|た(?:ほう|方)))[^。]{0,8}(?:かな|かも|か)|(?:恥ずかし|はずかし|照れ|気まず|緊張)[^。]{0,6}(?:死|無理|消え|ぬ)|(?:死ぬ|消えたい|死にたい|穴があったら入りたい)(?:ほど|くらい|ぐらい)(?:恥ずかし|はずかし|照れ|気まず|緊張)",
    );
    OF_SELF = r"(?i)\b(?:i|i'?m|i'?ve|me|my|myself)\b|私|わたし|僕|ぼく|俺|おれ|自分";
    NIGHT = r"(?i)おやすみ|寝る|寝ます|ねる|\b(?:night|bed|sleep)\b";
    INCOME = r"(?i)年収|収入|給料|お金|\b(?:earn|income|salary|money)\b";
}

impl Danger {
    pub const ALL: [Self; 8] = [
        Self::Suicide,
        Self::SelfHarm,
        Self::Overdose,
        Self::ViolenceSuffered,
        Self::Abuse,
        Self::ViolenceIntended,
        Self::Eating,
        Self::Emergency,
    ];

    /// Its name in the table of help.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Suicide => "suicide",
            Self::SelfHarm => "self_harm",
            Self::Overdose => "overdose",
            Self::ViolenceSuffered => "violence_suffered",
            Self::Abuse => "abuse",
            Self::ViolenceIntended => "violence_intended",
            Self::Eating => "eating",
            Self::Emergency => "emergency",
        }
    }
}

impl Feeling {
    /// Its name among the directions for a model.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Grief => "grief",
            Self::Distress => "distress",
            Self::Anger => "anger",
            Self::Tiredness => "tiredness",
            Self::Loneliness => "loneliness",
            Self::Fear => "fear",
            Self::Joy => "joy",
        }
    }
}

/// What is answered before anything else is made of the message; `None` when the turn goes its usual way.
#[must_use]
pub fn listen(prompt: &Prompt, help: &Help) -> Option<Script> {
    let text = prompt.text.trim();
    if text.is_empty() || extract::is_stated(text) {
        return None;
    }
    let listener = Listener::new(prompt);
    let intent = listener.intent();
    listener.answer(intent, help)
}

/// Whether somebody says that their husband or wife has died.
pub fn tells_widowed(text: &str) -> bool {
    WIDOWED.is_match(text)
}

/// The partner's question before a story and a letter that would follow a sorrow by themselves.
#[must_use]
pub fn before_letter(prompt: &Prompt) -> Script {
    let mut listener = Listener::new(prompt);
    listener.care.quiet = false;
    let text = listener.pick(listener.phrases.before_letter).to_owned();
    listener.change();
    let members = listener.members();
    let name = members.first().filter(|first| first.role == FamilyRole::Partner).map(|partner| partner.name.clone());
    listener.say(name.as_deref().unwrap_or(hera::NAME), text, Cue::AsWritten);
    listener.script
}

/// Ends what was attended to: the family's turn goes its usual way.
#[must_use]
pub fn settle(prompt: &Prompt, mut script: Script) -> Script {
    let interview = &prompt.state.interview;
    if interview.care.attends.is_some() && !script.changes(|update| update.interview.is_some()) {
        let reassured = interview.care.reassured || interview.care.attends == Some(Attention::Doubt);
        let care = Care { attends: None, reassured, ..interview.care.clone() };
        let interview = Interview { care, ..interview.clone() };
        script.change(StateUpdate { interview: Some(interview), ..StateUpdate::default() });
    }
    script
}

/// Has everything compiled that the first message would have to wait for.
pub fn prepare(help: &Help) {
    let state = SessionState::default();
    for text in ["33歳の女性です。東京に住んでいます。", "I'm 33, a woman, and I live in London."] {
        let _ = intent::read(text);
        let _ = hera::respond(&state, &[], text, 0);
        hera::prepare(text);
        family::prepare(text);
        for feeling in [Feeling::Grief, Feeling::Joy] {
            let _ = phrases::particular(feeling, text);
        }
    }
    let _ = help.lines(Danger::Suicide, "", None, Language::English, false);
}

/// An answer being put together.
struct Listener<'a> {
    prompt: &'a Prompt,
    /// What of the message tells of anything: without violence that is only asked about, denied or played.
    told: String,
    phrases: &'static Phrases,
    language: Language,
    care: Care,
    /// The profile, if something was told beside what is answered.
    profile: Option<UserProfile>,
    script: Script,
}

impl<'a> Listener<'a> {
    fn new(prompt: &'a Prompt) -> Self {
        let language = family::language(prompt);
        let mut care = prompt.state.interview.care.clone();
        care.widowed |= tells_widowed(&prompt.text);
        let phrases = phrases::of(language);
        let told = supposed::told(&prompt.text).into_owned();
        Self { prompt, told, phrases, language, care, profile: None, script: Script::new(language) }
    }

    /// What the message does.
    fn intent(&self) -> Intent {
        let text = self.prompt.text.trim();
        let plain = self.told.trim() != text;
        match intent::read(&POLITE.replace(text, "")) {
            Intent::Danger { .. } | Intent::Feeling(_) if plain && self.told.trim().is_empty() => Intent::Plain,
            Intent::Danger { .. } | Intent::Feeling(_) if self.only_hesitates() => Intent::Plain,
            Intent::Danger { .. } if plain => intent::read(self.told.trim()),
            // "What if he hits me?" Whether he does is asked.
            Intent::Danger { danger, .. } if self.is_supposed() => Intent::Danger { danger, certain: false },
            intent => intent,
        }
    }

    /// Whether somebody is only shy of doing this, and nothing that is said could be of a danger.
    fn only_hesitates(&self) -> bool {
        let text = self.prompt.text.trim();
        let harmless = || {
            let rest = HESITATES.replace_all(text, " ");
            let dangerous = matches!(intent::read(&rest), Intent::Danger { .. });
            !dangerous && !intent::may_be_of_sorrow(&rest) && !back::is_unwell(&rest)
        };
        self.care.attends != Some(Attention::Danger) && HESITATES.is_match(text) && harmless()
    }

    /// Whether somebody tells something to the family, and neither speaks to one of them, nor asks, nor plans: no part of a play.
    fn tells(&self) -> bool {
        let heard = family::hear(self.prompt);
        heard.meant.is_empty() && !heard.asks && !heard.greets && !heard.is_news() && heard.doubtful.is_none()
    }

    /// Whether violence is only supposed of somebody near.
    fn is_supposed(&self) -> bool {
        supposed::supposes(&self.told) && intent::says_danger(&self.told).is_none()
    }

    fn answer(mut self, intent: Intent, help: &Help) -> Option<Script> {
        let attends = self.care.attends;
        let is = |pattern: &Regex| pattern.is_match(self.prompt.text.trim());
        let (goes_on, stops) = ((is(&GOES_ON) && !is(&GOES_NOT_ON)) || is(&YES), is(&STOPS));
        let affirms = attends == Some(Attention::Doubt) && is(&AFFIRMS);
        let denies = is(&DENIES);
        let (named, said) = (intent::may_be_of_danger(&self.told), intent::says_danger(&self.told));
        // What is told as a sign is asked about in a play as well: "there's bruises every visit".
        let shown = intent::shows_danger(&self.told);
        let returns = attends == Some(Attention::Danger) && self.returns();
        match intent {
            _ if affirms => self.danger(self.doubted_before(), help),
            // Who is sad, and says that it is no more than that, is believed as well.
            _ if let Some(feeling) = self.only_feels().filter(|_| said.is_none()) => {
                self.care.reassured = true;
                self.comfort(feeling);
            }
            // Who says that it is none is believed.
            _ if denies && said.is_none() && self.is_doubted(attends) && self.is_well() => return self.misheard(),
            // "My husband hits me" is said in so many words.
            intent
                if harm::is_violent(&self.told, &self.prompt.state.profile)
                    && self.harm(Danger::ViolenceSuffered).is_some_and(|harm| harm.by_partner) =>
            {
                let violence = Danger::ViolenceSuffered;
                let danger = if let Intent::Danger { danger, certain: true } = intent { danger } else { violence };
                self.danger(danger, help);
            }
            Intent::Danger { danger, certain: true } if said.is_some() || self.is_meant(named) => {
                self.danger(danger, help);
            }
            // Who only answers, or goes on after all, is not asked what is doubtful; nor who talks with the family, in a play,
            // and names nothing of which somebody in danger would speak. Who was misheard before is asked once more where
            // it sounds certain: one question too many does less harm.
            Intent::Danger { danger, certain }
                if !(goes_on || (self.only_answers(attends) && !shown))
                    && if self.care.reassured {
                        named && certain
                    } else {
                        named || certain || self.is_interview() || shown || self.tells()
                    } =>
            {
                self.doubt(danger, help);
            }
            // "One girl, Saoirse, and one boy, Tadhg" is what was asked for; and ひなただけにして puts right what was kept.
            Intent::Improper
                if self.is_interview()
                    && (self.only_names_children()
                        || (is(&PUTS_RIGHT) && !intent::may_be_improper(&self.prompt.text))) =>
            {
                return None;
            }
            // Nobody can tell by the words how long ago it was: where to call is said as well.
            Intent::Feeling(_) if intent::tells_of_illness(&self.prompt.text) => {
                self.care.attends = Some(Attention::Feeling);
                self.by_hera(self.phrases.illness, Cue::Care("distress"));
            }
            Intent::Improper => self.by_hera(self.phrases.improper, Cue::AsWritten),
            _ if self.is_minor(intent) => self.minor(intent),
            _ if returns && (!goes_on || !self.is_interview()) => return self.back(),
            _ if attends == Some(Attention::Danger) && !goes_on && (denies || !self.answers()) => {
                self.by_hera(self.phrases.staying, Cue::AsWritten);
            }
            Intent::Feeling(feeling) if !(attends.is_some() && goes_on) && self.is_felt(feeling) => {
                self.comfort(feeling);
            }
            // Who is in two minds is told that nothing must be.
            Intent::Plain | Intent::Question | Intent::DontKnow
                if self.is_interview() && !self.answers() && self.only_hesitates() =>
            {
                return Some(hera::answer(self.prompt, self.language, self.pick(self.phrases.hesitant), ""));
            }
            Intent::Goodbye => self.goodbye(),
            // Whom the family has comforted thanks the family.
            Intent::Thanks if attends == Some(Attention::Feeling) && !self.is_interview() => return None,
            Intent::Thanks if attends.is_some() => self.by_hera(self.phrases.welcome, Cue::Care("welcome")),
            _ if attends.is_some() && stops && self.is_interview() => {
                self.care.attends = None;
                self.by_hera(self.phrases.rest, Cue::Care("rest"));
            }
            _ if attends.is_some() && goes_on && self.is_interview() => {
                return Some(hera::resume(self.prompt, self.pick(self.phrases.resume)));
            }
            _ => return None,
        }
        Some(self.script)
    }

    fn is_interview(&self) -> bool {
        matches!(self.prompt.state.phase, Phase::Interview | Phase::Chat)
    }

    fn members(&self) -> Vec<Member> {
        if self.is_interview() { Vec::new() } else { family::members(self.prompt) }
    }

    /// One of the texts: another one each time until all were said.
    fn pick(&self, texts: Choices) -> &'static str {
        let first = usize::try_from(self.prompt.session.seed() % 64).unwrap_or(0);
        let next = first + usize::from(self.care.answers);
        texts.get(next % texts.len().max(1)).copied().unwrap_or("")
    }

    fn join(&self, parts: &[&str]) -> String {
        let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
        parts.join(self.phrases.space)
    }

    fn say(&mut self, name: &str, text: impl Into<String>, cue: Cue) {
        self.script.say(name, text, cue);
    }

    /// Remembers how the person is, and that they were answered.
    fn change(&mut self) {
        self.care.answers = self.care.answers.wrapping_add(1);
        let state = &self.prompt.state;
        let interview = Interview {
            language: Some(self.language),
            turns: state.interview.turns.saturating_add(1),
            care: self.care.clone(),
            ..state.interview.clone()
        };
        let mut update =
            StateUpdate { interview: Some(interview), profile: self.profile.take(), ..StateUpdate::default() };
        if !self.is_interview() {
            if state.family.members.is_empty() {
                update.members = Some(self.members());
            }
            if self.care.alone == Some(Alone::Hurt) {
                family::without_partner(state, &mut update);
            }
        }
        self.script.change(update);
    }

    fn by_hera(&mut self, texts: Choices, cue: Cue) {
        let text = self.pick(texts);
        self.change();
        self.say(hera::NAME, text, cue);
    }

    /// Kind and plain: that it was heard, that this is a program, where to get help; and nothing else.
    fn danger(&mut self, danger: Danger, help: &Help) {
        let phrases = self.phrases;
        let of_other = OF_OTHER.is_match(&self.prompt.text)
            && !matches!(danger, Danger::ViolenceIntended | Danger::ViolenceSuffered | Danger::Emergency);
        let opening = if of_other { phrases.danger_of_other } else { (phrases.danger)(danger) };
        let again = if self.care.dangers > 0 { self.pick(phrases.again) } else { "" };
        let opening = self.join(&[again, self.pick(opening)]);
        let reach_out = if self.care.dangers > 0 { phrases.reach_out_again } else { phrases.reach_out };
        let reach = self.join(&[self.pick(phrases.program), self.pick(reach_out)]);
        let lines = self.ways_to_get_help(danger, help);
        let mut text = format!("{opening}\n\n{reach}\n・{lines}\n\n{}", self.pick(phrases.stay));
        let parts = self.part_from_who_hurts(danger);
        if parts {
            text = format!("{text}\n\n{}", self.pick(phrases.without_partner));
        }
        let partner = self.members().into_iter().next().filter(|member| member.role == FamilyRole::Partner && !parts);
        let nearness = partner.as_ref().map(|partner| self.of_partner(partner, &phrases.partner_danger));
        self.care.dangers = self.care.dangers.saturating_add(1);
        self.care.quiet = true;
        self.care.attends = Some(Attention::Danger);
        self.change();
        if let Some((partner, nearness)) = partner.zip(nearness) {
            self.say(&partner.name, nearness, Cue::AsWritten);
        }
        self.say(hera::NAME, text, Cue::AsWritten);
        if parts {
            let ways = phrases.without_partner_choices.iter().map(|(label, text)| Choice::saying(*label, *text));
            self.script.suggest(ways);
        }
    }

    /// Who is told of as violent by the message, if anybody.
    fn harm(&self, danger: Danger) -> Option<Harm> {
        let of_partner = self.is_interview() && alone::is_of_partner(&self.prompt.state.interview.topics);
        let heard = matches!(danger, Danger::ViolenceSuffered | Danger::Abuse);
        let harm = harm::told(&self.told, &self.prompt.state.profile, heard, of_partner);
        harm.filter(|_| !self.is_supposed())
    }

    /// Leaves a partner who hurts the person out of the family. Whether that is so from now on.
    fn part_from_who_hurts(&mut self, danger: Danger) -> bool {
        let Some(harm) = self.harm(danger) else { return false };
        for name in harm.names {
            if !self.care.feared.contains(&name) && self.care.feared.len() < harm::MOST_NAMES {
                self.care.feared.push(name);
            }
        }
        let state = &self.prompt.state;
        let members = family::members(self.prompt);
        let played = members.first().filter(|first| first.role == FamilyRole::Partner);
        let is_played = !self.is_interview() && played.is_some_and(|partner| self.care.feared.contains(&partner.name));
        if self.care.alone == Some(Alone::Hurt) || !(harm.by_partner || is_played) {
            return false;
        }
        self.care.alone = Some(Alone::Hurt);
        let mut profile = state.profile.clone();
        alone::part(&mut profile);
        self.profile = Some(profile);
        true
    }

    /// What the doubt was about that is confirmed now.
    fn doubted_before(&self) -> Danger {
        let before = self.prompt.history.iter().rev().find(|said| matches!(said.author, Author::User { .. }));
        match before.map(|said| intent::read(&said.text)) {
            Some(Intent::Danger { danger, .. }) => danger,
            _ => Danger::Suicide,
        }
    }

    /// What may be a danger is asked about, with where to get help if it is one. Who is well goes on as they like.
    fn doubt(&mut self, danger: Danger, help: &Help) {
        let phrases = self.phrases;
        let opening = self.join(&[self.pick(phrases.unsure), self.pick(phrases.reach_out_unsure)]);
        let lines = self.ways_to_get_help(danger, help);
        let text = format!("{opening}\n・{lines}\n\n{}", self.pick(phrases.stay_unsure));
        self.care.attends = Some(Attention::Doubt);
        self.change();
        self.say(hera::NAME, text, Cue::AsWritten);
    }

    fn ways_to_get_help(&self, danger: Danger, help: &Help) -> String {
        let place = self.prompt.state.profile.location.as_deref();
        help.lines(danger, &self.prompt.text, place, self.language, self.care.minor).join("\n・")
    }

    /// Whether the person is a child, by what they say now or said before. Who is found to be grown up after all is not.
    fn is_minor(&self, intent: Intent) -> bool {
        let age = || {
            let asked = [Field::Age].into();
            let told = extract::extract(&UserProfile::default(), &asked, &self.prompt.text);
            told.profile.age.filter(|_| told.found.contains(&Field::Age)).or(self.prompt.state.profile.age)
        };
        let asked = self.is_interview() && hera::asked(&self.prompt.state, &self.prompt.history).contains(&Field::Age);
        let asked_for_children = || {
            let told = hera::listen(&self.prompt.state, &self.prompt.history, &self.prompt.text);
            self.is_interview()
                && !asked
                && told.found.contains(&Field::ChildrenInfo)
                && !told.found.contains(&Field::Age)
        };
        match intent {
            // Of children that are wished for, "a boy of five" is one of them.
            Intent::Minor if asked_for_children() => false,
            // Who turns out to be grown up after all goes on as others do.
            _ if intent == Intent::Minor || self.care.minor => age().is_none_or(|age| age < ADULT),
            Intent::Plain | Intent::Refusal | Intent::DontKnow if asked && !intent::is_of_others(&self.prompt.text) => {
                age().is_some_and(|age| (WRITES..ADULT).contains(&age))
            }
            _ => false,
        }
    }

    /// A child is asked neither for money nor for a partner, and told what this is.
    fn minor(&mut self, intent: Intent) {
        if !self.care.minor {
            self.care.minor = true;
            return self.by_hera(self.phrases.minor, Cue::AsWritten);
        }
        let text = child::answer(self.prompt, intent, self.language);
        // Who is grown up after all is told now and then how to go on.
        let text = match self.care.answers % 5 {
            0 => self.join(&[&text, self.pick(self.phrases.minor_again)]),
            _ => text,
        };
        self.change();
        self.say(hera::NAME, text, Cue::AsWritten);
    }

    /// Whether the message answers what an interview asked, and speaks of nothing of which somebody in danger would.
    fn only_answers(&self, attends: Option<Attention>) -> bool {
        attends != Some(Attention::Danger) && self.answers() && !intent::may_be_of_danger(&self.prompt.text)
    }

    /// Whether the message tells what an interview asked for.
    fn answers(&self) -> bool {
        let (state, history) = (&self.prompt.state, &self.prompt.history);
        self.is_interview() && {
            let told = hera::listen(state, history, &self.prompt.text);
            let asked = hera::asked(state, history);
            told.named.is_some() || !told.entrusted.is_empty() || asked.iter().any(|field| told.found.contains(field))
        }
    }

    /// Whether what the classifier takes for a danger is to be taken for one: something is `named` of which somebody in danger
    /// would speak, or an interview got no answer; and the person has not said that it is none.
    fn is_meant(&self, named: bool) -> bool {
        let silent = || self.is_interview() && !self.answers();
        !self.care.reassured && !DENIES_DEATH.is_match(&self.prompt.text) && (named || silent())
    }

    /// Whether nothing but the denial of a danger speaks of one: "No, I can't go on" is none.
    fn is_well(&self) -> bool {
        let text = self.prompt.text.trim();
        let rest = DENIES.replace_all(text, " ");
        !UNWELL.is_match(text) && !matches!(intent::read(&rest), Intent::Danger { .. } | Intent::Feeling(_))
    }

    /// What is felt by who says that it is no danger: "I'm not suicidal, I'm just sad".
    fn only_feels(&self) -> Option<Feeling> {
        let text = self.prompt.text.trim();
        let denies = DENIES_DEATH.is_match(text) || (self.care.attends.is_some() && DENIES.is_match(text));
        let rest = DENIES.replace_all(text, " ");
        let rest = DENIES_DEATH.replace_all(&rest, " ");
        if !denies || UNWELL.is_match(&rest) {
            return None;
        }
        match intent::read(&rest) {
            Intent::Feeling(Feeling::Joy) => None,
            Intent::Feeling(feeling) => Some(feeling),
            _ => None,
        }
    }

    /// Whether the message leads back from a danger: the person is well after all, or turns to something else.
    fn returns(&self) -> bool {
        let text = self.prompt.text.trim();
        let denies = || {
            let rest = back::without_no(text);
            DENIES.is_match(&rest) && self.is_well() && !back::is_unwell(&rest)
        };
        back::turns(text) || self.asks_family() || ((back::says_well(text) || denies()) && self.is_believed())
    }

    /// Whether "I'm fine" is enough: not at once of who said so before, and then spoke of danger after all.
    fn is_believed(&self) -> bool {
        let before = self.prompt.history.iter().rev().find(|said| matches!(said.author, Author::User { .. }));
        !self.care.reassured || before.is_some_and(|said| back::says_well(&said.text))
    }

    /// Whether somebody of the family is spoken to of themselves, or of the outing.
    fn asks_family(&self) -> bool {
        if self.is_interview() || back::is_unwell(&self.prompt.text) || intent::may_be_of_sorrow(&self.prompt.text) {
            return false;
        }
        let heard = family::hear(self.prompt);
        heard.is_news() || (heard.asks && !heard.meant.is_empty()) || family::is_asked_itself(self.prompt, false)
    }

    /// Back from a danger, kindly. What is told, or asked of the family, is answered as ever.
    fn back(mut self) -> Option<Script> {
        let text = self.prompt.text.trim();
        let well = back::says_well(text);
        if self.is_interview() {
            if self.answers() && !well {
                return None;
            }
            let other = |sentence: &&str| !back::says_well(sentence) && !back::turns(sentence);
            let rest: String = intent::sentences_of(text).into_iter().filter(other).collect();
            let words = self.pick(self.phrases.back);
            return Some(hera::answer(self.prompt, self.language, words, &rest));
        }
        if self.asks_family() && !well {
            return None;
        }
        self.care.attends = None;
        let partner = self.members().into_iter().next().filter(|member| member.role == FamilyRole::Partner);
        let (texts, name) = match &partner {
            Some(partner) => (self.phrases.partner_back, partner.name.as_str()),
            None => (self.phrases.back, hera::NAME),
        };
        let words = self.pick(texts);
        self.change();
        self.say(name, words, Cue::AsWritten);
        Some(self.script)
    }

    /// Whether what is attended to was never said in so many words.
    fn is_doubted(&self, attends: Option<Attention>) -> bool {
        let before = || {
            let said = self.prompt.history.iter().rev().find(|said| matches!(said.author, Author::User { .. }));
            said.is_some_and(|said| intent::says_danger(&said.text).is_some())
        };
        attends == Some(Attention::Doubt) || (attends == Some(Attention::Danger) && self.care.dangers == 1 && !before())
    }

    /// What seemed a danger is none: that is said, and the talk goes on with what the message tells.
    fn misheard(mut self) -> Option<Script> {
        if !self.is_interview() {
            self.care.reassured = true;
            return self.back();
        }
        let mut prompt = self.prompt.clone();
        let state = &mut prompt.state;
        state.interview.care.reassured = true;
        let parted = state.interview.care.alone == Some(Alone::Hurt);
        if parted {
            // The partner who was left out is asked for again.
            state.interview.care.alone = None;
            let partner = state.profile.partner_field();
            state.profile.declined.retain(|field| *field != partner && *field != Field::PartnerFaceDescription);
        }
        let profile = parted.then(|| state.profile.clone());
        let mut script = hera::answer(&prompt, self.language, self.pick(self.phrases.misheard), &self.beside_denial());
        if profile.is_some() {
            script.lines.insert(0, Line::State(Box::new(StateUpdate { profile, ..StateUpdate::default() })));
        }
        Some(script)
    }

    /// What the message tells beside the denial: 大丈夫 is nobody's name.
    fn beside_denial(&self) -> String {
        let text = self.prompt.text.trim();
        let sentences = intent::sentences_of(text);
        if !sentences.is_empty() {
            return sentences.into_iter().filter(|sentence| !DENIES.is_match(sentence)).collect();
        }
        let rest = DENIES.replace_all(text, "");
        let tells = rest.chars().filter(|c| c.is_alphanumeric()).count() >= FEWEST;
        if tells { text.to_owned() } else { String::new() }
    }

    /// Whether the message tells of the children that are wished for, and has no other word.
    fn only_names_children(&self) -> bool {
        hera::only_names_children(&self.prompt.state, &self.prompt.history, &self.prompt.text)
    }

    /// Whether the message is to be taken as a feeling, and not as an answer that only sounds like one: "I'm anxious" to who
    /// asks for a character is one.
    fn is_felt(&self, feeling: Feeling) -> bool {
        let (state, text) = (&self.prompt.state, &self.prompt.text);
        // Whatever else it tells: 「去年別れて、まだ引きずってます」 beside an age is no mere status.
        if intent::is_heartbroken(text) {
            return true;
        }
        let mourns = intent::is_bereaved(text) || tells_widowed(text);
        // "I got engaged... just kidding", "the soup boiled over lol".
        let lightly = intent::is_in_jest(text) && !intent::may_be_of_sorrow(text) && feeling != Feeling::Joy;
        if !mourns && (lightly || ONLY_JESTS.is_match(text)) {
            return false;
        }
        // "I am NOT lonely": what is left is what is felt.
        let rest = NOT_FELT.replace_all(text, "");
        let left = || matches!(intent::read(&rest), Intent::Feeling(_)) && intent::may_be_of_sorrow(&rest);
        if !mourns && rest != *text && !left() {
            return false;
        }
        let in_passing = feeling == Feeling::Joy && (PLEASANTRY.is_match(text) || self.agrees());
        if !self.is_interview() || in_passing {
            // To the family much is said that only sounds like a sorrow: plans, and questions.
            let asks = text.contains(['?', '？']) || !intent::sentences_of(text).is_empty();
            // Who goes on telling of a sorrow is not taken for one who feels another thing: the family listens.
            let goes_on = self.care.attends == Some(Attention::Feeling) && feeling != Feeling::Joy;
            let named = intent::may_be_of_sorrow(text);
            return !in_passing && (mourns || feeling == Feeling::Joy || named || !(asks || goes_on));
        }
        let told = hera::listen(state, &self.prompt.history, text);
        // "I'm in a relationship, not married": who puts something right, answers, or goes on, and names no sorrow, has none.
        let asked = hera::asked(state, &self.prompt.history);
        let answers = told.corrected || asked.iter().any(|field| told.found.contains(field));
        let names_none = feeling != Feeling::Joy && !intent::may_be_of_sorrow(text);
        // 「言わん」 to who asks for an income is a refusal, and no anger.
        let declines = text.chars().count() <= SHORT && !(told.declined.is_empty() && told.let_go.is_empty());
        let goes_on = (answers || told.named.is_some() || !told.found.is_empty())
            || (feeling != Feeling::Grief && (declines || family::wishes_to_meet(text)));
        // Who is engaged, or has been divorced for long, may simply answer.
        let merely = answers && !mourns && (feeling == Feeling::Joy || (feeling == Feeling::Grief && names_none));
        // Who says once more that they are widowed, and answers beside it, has been heard.
        let again = feeling == Feeling::Grief
            && state.interview.care.widowed
            && tells_widowed(text)
            && (answers || state.profile.relationship_status.is_some());
        if told.renamed || merely || again || (goes_on && names_none) {
            return false;
        }
        // 「ちょい怖い」 of the partner is what was asked.
        let described =
            told.profile.partner() != state.profile.partner() && told.found.contains(&told.profile.partner_field());
        if described
            && alone::is_of_partner(&state.interview.topics)
            && feeling != Feeling::Grief
            && !OF_SELF.is_match(text)
        {
            return false;
        }
        if feeling == Feeling::Grief || (!intent::sentences_of(text).is_empty() && text.chars().count() > SHORT) {
            return true;
        }
        let told = extract::extract(&state.profile, &asked, text);
        let own = [Field::Gender, Field::UserPersonalityTraits];
        !own.iter().any(|field| asked.contains(field) && told.found.contains(field))
    }

    /// Whether the message only agrees to where the family goes: "perfect!", 決まり！
    fn agrees(&self) -> bool {
        let going = !self.is_interview() && self.prompt.state.family.trip.destination.is_some();
        going
            && self.prompt.text.chars().count() <= SHORT
            && family::hear(self.prompt).answer == Some(family::Answer::Yes)
    }

    /// The feeling is taken up in words of its own; then there is time, and nothing is asked.
    fn comfort(&mut self, feeling: Feeling) {
        self.care.attends = Some(Attention::Feeling);
        self.care.quiet |= feeling == Feeling::Grief;
        if self.is_interview() {
            self.comfort_by_hera(feeling);
        } else {
            let phrases = self.phrases;
            let cue = feeling.name();
            self.by_family(cue, &(phrases.partner)(feeling), &(phrases.child)(feeling));
        }
    }

    fn comfort_by_hera(&mut self, feeling: Feeling) {
        let phrases = self.phrases;
        // 主人を見送りました。今は猫が二匹おります: the cats are well.
        let about = |sentence: &&str| tells_widowed(sentence) || intent::may_be_of_sorrow(sentence);
        let felt: Vec<&str> = intent::sentences_of(&self.prompt.text).into_iter().filter(about).collect();
        let felt = if felt.is_empty() { self.prompt.text.clone() } else { felt.concat() };
        let particular = phrases::particular(feeling, &felt);
        let first = self.pick(particular.unwrap_or((phrases.feeling)(feeling)));
        let near = match feeling {
            Feeling::Tiredness | Feeling::Joy => "",
            _ => self.pick(phrases.near),
        };
        let offer = if feeling == Feeling::Joy { phrases.offer_after_joy } else { phrases.offer };
        let text = self.join(&[first, near, self.pick(offer)]);
        self.keep_what_else_was_told(feeling);
        self.change();
        self.say(hera::NAME, text, Cue::Care(feeling.name()));
    }

    /// What the other sentences tell is known from now on. The words of the feeling are no data.
    fn keep_what_else_was_told(&mut self, feeling: Feeling) {
        let state = &self.prompt.state;
        let asked = hera::asked(state, &self.prompt.history);
        let mut profile = state.profile.clone();
        for sentence in intent::sentences_of(&self.prompt.text) {
            if intent::read(sentence) == Intent::Plain {
                profile = extract::extract(&profile, &asked, sentence).profile;
            }
        }
        if intent::is_heartbroken(&self.prompt.text) {
            let rest = intent::beside_heartbreak(&self.prompt.text);
            profile = extract::extract(&state.profile, &asked, &rest).profile;
            let status = if DIVORCED.is_match(&self.prompt.text) {
                RelationshipStatus::Other
            } else {
                RelationshipStatus::Single
            };
            profile.relationship_status.get_or_insert(status);
        }
        if self.care.widowed && feeling == Feeling::Grief {
            profile.relationship_status.get_or_insert(RelationshipStatus::Other);
        }
        if feeling == Feeling::Anger && ASKED_TWICE.is_match(&self.prompt.text) {
            let missing = profile.missing();
            if INCOME.is_match(&self.prompt.text) && missing.contains(&Field::IncomeRange) {
                profile.declined.insert(Field::IncomeRange);
            } else if asked.len() <= FEW {
                profile.declined.extend(asked.iter().filter(|field| missing.contains(field)));
            }
        }
        self.profile = Some(profile).filter(|profile| *profile != state.profile);
    }

    fn goodbye(&mut self) {
        let phrases = self.phrases;
        if self.is_interview() {
            self.by_hera(phrases.goodbye, Cue::Care("goodbye"));
        } else if NIGHT.is_match(&self.prompt.text) {
            self.by_family("goodbye", &phrases.partner_goodnight, &phrases.child_goodnight);
        } else {
            self.by_family("goodbye", &phrases.partner_goodbye, &phrases.child_goodbye);
        }
    }

    /// The partner speaks, and one of the children; the children whom it is for before them.
    fn by_family(&mut self, about: &'static str, partner: &[Choices; 2], child: &[Choices; 3]) {
        let members = self.members();
        let meant = family::hear(self.prompt).meant;
        let is_child = |index: usize| members.get(index).is_some_and(|member| member.role == FamilyRole::Child);
        let mut speakers: Vec<usize> = meant.iter().copied().filter(|index| is_child(*index)).take(1).collect();
        if !speakers.contains(&0) {
            speakers.push(0);
        }
        if speakers.len() == 1 && members.len() > 1 {
            speakers.push(1 + usize::from(self.care.answers) % (members.len() - 1));
        }
        // When all is told, a short word is enough.
        if self.prompt.state.phase == Phase::Complete {
            speakers.truncate(1);
        }
        let mut said = Vec::new();
        for index in speakers {
            let Some(member) = members.get(index) else { continue };
            let text = match member.role {
                FamilyRole::Partner => self.of_partner(member, partner),
                // One who is grown up speaks as such.
                FamilyRole::Child if member.age >= ADULT => self.of_partner(member, partner),
                FamilyRole::Child => self.pick(child[of_child(voice(member))]),
            };
            said.push((member.name.clone(), text, index));
        }
        self.change();
        for (name, text, index) in said {
            self.say(&name, text, Cue::Member { index, moves: vec![Move::Care(about)] });
        }
    }

    fn of_partner(&self, partner: &Member, texts: &[Choices; 2]) -> &'static str {
        self.pick(texts[(voice(partner) as usize).min(1)])
    }
}
