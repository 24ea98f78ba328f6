//! What is said about the members of a family.

use crate::agent::hera::phrases::Choices;
use crate::domain::Language;

/// The words for it in one language.
pub struct Words {
    /// By voice.
    pub styles: [&'static str; 5],
    pub partner_goals: Choices,
    /// `{place}`
    pub partner_background: Choices,
    pub partner_background_anywhere: Choices,
    pub child_goals: Choices,
    /// `{order}`
    pub child_background: Choices,
    /// The first child, the second, a later one.
    pub order: [&'static str; 3],
}

pub const fn of(language: Language) -> &'static Words {
    match language {
        Language::Japanese => &JA,
        Language::English => &EN,
    }
}

static JA: Words = Words {
    styles: [
        "落ち着いた、やわらかな話し方",
        "明るく弾むような話し方",
        "ひらがなが似合う、あどけない話し方",
        "元気いっぱいの、早口な話し方",
        "言葉を選びながら、静かに話す",
    ],
    partner_goals: &[
        "家族みんなで囲む食卓を大切にすること",
        "子どもたちに本物の景色を見せること",
        "毎日ひとつ、家族を笑わせること",
        "いつでも帰ってこられる家を守ること",
        "年に一度は、家族で遠くへ出かけること",
    ],
    partner_background: &[
        "{place}で暮らし、休みの日には朝からパンを焼く。",
        "{place}の川沿いを走るのが日課で、料理の腕も上げている。",
        "{place}の小さな庭で、季節の花を育てている。",
        "{place}の古本屋で過ごす日曜日が、何よりの楽しみ。",
    ],
    partner_background_anywhere: &[
        "休みの日には朝からパンを焼く。",
        "川沿いを走るのが日課で、料理の腕も上げている。",
        "小さな庭で、季節の花を育てている。",
        "古本屋で過ごす日曜日が、何よりの楽しみ。",
    ],
    child_goals: &[
        "自転車で遠くまで行けるようになること",
        "大きくなったら動物のお医者さんになること",
        "世界中の石を集めること",
        "家族みんなの似顔絵を描くこと",
        "逆上がりを成功させること",
        "星の名前を百個覚えること",
        "おいしいケーキを一人で焼くこと",
    ],
    child_background: &[
        "{order}で、寝る前の絵本の時間がいちばん好き。",
        "{order}で、宝物は川原で拾った丸い石。",
        "{order}で、雨の日には長靴で水たまりを渡り歩く。",
        "{order}で、得意なことは誰よりも早く虹を見つけること。",
        "{order}で、歌いながら階段を上る。",
    ],
    order: ["最初の子", "二番目の子", "末のほうの子"],
};

static EN: Words = Words {
    styles: [
        "calm and soft-spoken",
        "bright and quick to joke",
        "in short words, as small children speak",
        "loud, fast and full of energy",
        "quietly, choosing each word",
    ],
    partner_goals: &[
        "to keep the family table a place where everybody wants to sit",
        "to show the children the real world, one view at a time",
        "to make the family laugh once a day",
        "to keep a home one can always come back to",
        "to take everybody somewhere far away once a year",
    ],
    partner_background: &[
        "Lives in {place} and bakes bread on free mornings.",
        "Runs along the river in {place}, and has become a decent cook.",
        "Grows the flowers of the season in a small garden in {place}.",
        "Spends the best Sundays in a second-hand bookshop in {place}.",
    ],
    partner_background_anywhere: &[
        "Bakes bread on free mornings.",
        "Runs along the river, and has become a decent cook.",
        "Grows the flowers of the season in a small garden.",
        "Spends the best Sundays in a second-hand bookshop.",
    ],
    child_goals: &[
        "to ride a bicycle all the way to the horizon",
        "to become a doctor for animals",
        "to collect a stone from every country",
        "to draw a portrait of everybody in the family",
        "to turn a perfect cartwheel",
        "to know a hundred stars by name",
        "to bake a cake without any help",
    ],
    child_background: &[
        "The {order}, who loves the bedtime story best of all.",
        "The {order}, whose treasure is a round stone from the river.",
        "The {order}, who walks through every puddle when it rains.",
        "The {order}, who is always the first to spot a rainbow.",
        "The {order}, who sings on the stairs.",
    ],
    order: ["first child", "second child", "youngest"],
};
