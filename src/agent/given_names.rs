//! Whether a given name is a woman's or a man's, where a portrait has nothing else to go by.

use unicode_normalization::UnicodeNormalization as _;

use crate::domain::Gender;

/// Latin names, in lower case and without accents. Those that both have (Alex, Robin, Sam, Andrea) are on neither list.
const WOMEN: &str = "\
    abigail ada adele agnes aisha alice alicia alina amanda amelia amina amy ana angela anita anja ann anna anne \
    annie antonia anya aurora ava beatrice bella bianca brigitte camila camille carla carmen carol caroline \
    catherine cecilia chiara chloe christina claire clara claudia daniela deborah diana dorothy eleanor elena \
    elisa elizabeth ella ellen eloise emilia emily emma erika esther eva eve evelyn fatima fiona florence freya \
    gabriela georgia gloria grace greta hannah harriet hazel heidi helen helena ida ines ingrid irene iris isabel \
    isabella isla ivy jane jasmine jennifer jessica joanna josephine julia julie juliet karen karin katarina kate \
    katharina katherine katie laura layla lea leila lena lily linda lisa louise lucia lucy luisa lydia maja \
    margaret maria mariana marie marta martha mary maya melissa mia michelle mila mina mira miriam molly nadia \
    nancy naomi natalie natasha nina nora nour olga olivia pamela patricia paula penelope petra phoebe rachel \
    rebecca renata rita rosa rose ruby ruth sabrina sandra sara sarah selma sofia sonia sophia sophie stella susan \
    susanna sylvia tania teresa theresa tina valentina vanessa vera veronica victoria violet vivian yasmin yvonne \
    zoe";
const MEN: &str = "\
    aaron abdul adam adrian ahmed alan albert alberto alejandro alexander alfred ali alvaro andreas andrew andy \
    anthony antonio arthur axel ben benjamin bernard bob brandon brian bruno carl carlos cesar charles christian \
    christopher colin daniel dario dave david dean dennis diego dmitri dominik donald douglas eduardo edward elias \
    emil enrique enzo eric erik ernesto ethan fabian felipe felix fernando filip finn francesco francisco frank \
    fred frederick gabriel gary george gerald gerard giovanni giulio gordon greg gregory guillaume gustav hans \
    harold harry hasan hector henrik henry howard hugh hugo ian ibrahim igor isaac ivan jack jacob jakob james \
    jason javier jeff jeffrey jens jeremy jim joao joe joel johan johannes john johnny jonas jonathan jorge jose \
    joseph joshua juan julian julio karl keith ken kenneth kevin klaus konrad larry lars lawrence leo leon \
    leonardo liam lorenzo louis lucas luis lukas luke magnus manuel marc marcel marco marcus mario mark markus \
    martin mateo matteo matthew matthias max michael miguel mike mohamed mohammed muhammad nathan nicolas niklas \
    nils noah oliver omar oscar oskar otto owen pablo patrick paul pedro peter phil philip pierre pietro rafael \
    ralph ramon raul raymond ricardo richard rob robert roberto roger roland ronald ruben samuel sebastian sergei \
    sergio simon stefan stephen steve steven sven ted theo theodore thomas tim timothy tobias tom tony ulrich \
    victor viktor vincent walter werner will william wolfgang xavier yusuf zachary";

/// Japanese names that end as the other's do, or say nothing by their end. Katakana as hiragana.
const ONNA: &str = "\
    あい 愛 あおい 葵 あかり あや 綾 彩 亜希 杏 茜 雅 いずみ 泉 うた えま かすみ 霞 咲 早紀 さき さくら 桜 さや \
    しお 栞 しおり しずく すみれ 菫 瞳 ななみ 七海 なつき 夏希 のぞみ はな ひかり ひまり まあや まお まき 真紀 \
    まや まり みお 澪 みおり みき 美樹 美貴 美希 みさき 美咲 みさと みゆ みゆき 美幸 めい めぐみ 恵 ゆい ゆき 由紀 \
    有希 雪 ゆり 百合 りお りん 凛 紬 蘭 楓 純玲 花 華 香 緑 梢";
const OTOKO: &str = "\
    健 翔 仁 健児 賢 剛 誠 豪 弘 浩 宏 進 茂 勝 隆 豊 修 徹 拓 拓海 たくみ 匠 武 猛 学 守 努 実 稔 聡 悟 翼 大樹 亮 蓮 \
    れん 湊 みなと 陽翔 悠真 朝陽 颯 隼 駿 陸 りく 大和 やまと けん まこと 剣 樹 いつき 直樹 なおき 和樹 かずき \
    ともき ひろき 大輝 だいき たいき ごう つよし たかし たけし ひろし きよし あつし さとし ひとし まさし やすし \
    まさる しげる みつる とおる わたる たける さとる ごろう あきら いさむ おさむ すすむ つとむ まもる みのる \
    あらた しん じん てつ だん がく げん けんじ こうじ しんじ ゆうじ えいじ せいじ しょうじ たろう じろう";
/// How the names of most women and men end, where a name has more before it.
const ONNA_ENDS: &str = "子 美 香 奈 菜 花 華 江 代 恵 絵 乃 葉 妃 穂 織 沙 紗 莉 衣 緒 音 月 梨 加 こ みか えみ";
const OTOKO_ENDS: &str =
    "郎 朗 太 一 二 三 介 助 輔 斗 人 翔 男 夫 雄 彦 之 也 哉 平 吾 司 輝 志 治 行 和 正 ろう ぞう すけ ひこ いち";
/// What some add to a name.
const HONORIFICS: [&str; 4] = ["さん", "ちゃん", "くん", "君"];

/// Whose name it is, as far as most who have it go; `None` where both do, or nobody here knows it.
#[must_use]
pub fn gender(name: &str) -> Option<Gender> {
    let name: String = name.nfkc().map(hiragana).collect::<String>().trim().to_lowercase();
    let name = HONORIFICS.iter().find_map(|honorific| name.strip_suffix(honorific)).unwrap_or(&name);
    if name.chars().all(|letter| is_japanese(letter) || letter.is_whitespace()) {
        // The family's name stands before the given one.
        return japanese(name.split_whitespace().last()?);
    }
    let plain: String = name.nfd().filter(|letter| !unicode_normalization::char::is_combining_mark(*letter)).collect();
    listed(plain.split(|letter: char| letter.is_whitespace() || letter == '-').next()?, WOMEN, MEN)
}

fn japanese(name: &str) -> Option<Gender> {
    let ends = |ends: &str| ends.split_whitespace().any(|end| name.len() > end.len() && name.ends_with(end));
    listed(name, ONNA, OTOKO)
        .or_else(|| ends(OTOKO_ENDS).then_some(Gender::Male))
        .or_else(|| ends(ONNA_ENDS).then_some(Gender::Female))
}

/// On which of two lists of words the name is.
fn listed(name: &str, women: &str, men: &str) -> Option<Gender> {
    let on = |list: &str| list.split_whitespace().any(|other| other == name);
    match (on(women), on(men)) {
        (true, false) => Some(Gender::Female),
        (false, true) => Some(Gender::Male),
        _ => None,
    }
}

/// ケンジ as けんじ.
fn hiragana(letter: char) -> char {
    match letter {
        'ァ'..='ヶ' => char::from_u32(u32::from(letter) - 0x60).unwrap_or(letter),
        other => other,
    }
}

fn is_japanese(letter: char) -> bool {
    matches!(letter, 'ぁ'..='ゖ' | 'ー' | '々' | '一'..='龥')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_most_who_have_them() {
        for (gender, names) in [
            (
                Some(Gender::Male),
                "健二 田中|健二 健 ケンジ けんじ 健太郎 太郎 大翔 悠真 蓮 湊 樹 直樹 陽翔 浩介 和彦 あきひこ たかし ゆうすけ 雄一 \
                 拓海 誠 健二さん たろうくん 隼人 Daniel daniel José Leo Peter Max Ken",
            ),
            (
                Some(Gender::Female),
                "花子 結衣 陽菜 さくら サクラ 葵 美月 紬 由美子 ゆうこ 美樹 美幸 めぐみ 恵美 佐藤|恵子 恵子 はな 七海 真由美 Emma emma María Zoë Nora \
                 Anna-Lena Nina",
            ),
            (None, "薫 千尋 真琴 ひなた 光 優 Alex Robin Sam Jamie Charlie Morgan Andrea x ? 2 Xyzzy 子 こ"),
        ] {
            for name in names.split_whitespace() {
                let name = name.replace('|', " ");
                assert_eq!(super::gender(&name), gender, "{name}");
            }
        }
        assert_eq!(super::gender(""), None);
    }

    /// A name on both lists would be nobody's.
    #[test]
    fn no_name_is_on_two_lists() {
        for (women, men) in [(WOMEN, MEN), (ONNA, OTOKO)] {
            let both = women.split_whitespace().filter(|name| men.split_whitespace().any(|other| other == *name));
            assert_eq!(both.collect::<Vec<_>>(), [""; 0]);
        }
    }

    /// Hera's own names for children say what they are.
    #[test]
    fn the_names_that_hera_gives_are_known() {
        use crate::agent::hera::phrases;
        use crate::domain::Language;
        for language in [Language::Japanese, Language::English] {
            let phrases = phrases::of(language);
            for (gender, names) in [(Gender::Female, phrases.girls), (Gender::Male, phrases.boys)] {
                assert!(names.iter().all(|name| super::gender(name) == Some(gender)), "{names:?}");
            }
            assert!(phrases.partners.iter().all(|name| super::gender(name).is_none()));
        }
    }
}
