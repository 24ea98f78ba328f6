//! "I want to die" and "I am going to kill myself" in languages that hera does not speak, so that nobody who writes it is
//! asked for their income: the plainest wordings alone, and what they are when they are denied or said in jest.
//!
//! That people at risk write such words was found of Spanish (doi:10.2196/31800) and of Chinese (doi:10.7717/peerj.1455); the
//! wordings of the other languages are translations of these, and no native speaker has read them yet.

use unicode_normalization::UnicodeNormalization as _;

use crate::agent::hera::text::patterns;

patterns! {
    // In small letters, without accents.
    OWN_DEATH = concat!(
        // Spanish
        r"\b(?:me )?quiero morir(?:me)?\b|\bquisiera (?:morir(?:me)?|estar muert[oa])\b|\bquiero (?:matarme|suicidarme|quitarme la vida|desaparecer para siempre)\b|\bme (?:quiero|voy a) (?:matar|suicidar)\b|\b(?:ya )?no quiero (?:vivir|seguir vivi(?:r|endo|va|vo))\b|\bganas de morir(?:me)?\b|\bpens(?:ando|e|ado) en (?:suicidarme|matarme)\b",
        // Portuguese
        r"|\b(?:eu )?(?:quero|queria|vontade de) (?:morrer|me matar|estar mort[oa])\b|\b(?:vou|quero) me (?:matar|suicidar)\b|\bnao quero (?:mais )?(?:viver|continuar vivend[oa])\b|\btirar a (?:minha )?(?:propria )?vida\b",
        // French
        r"|\b(?:veux|voudrais|envie de|prefere) (?:mourir|crever|me tuer|me suicider|en finir)\b|\bvais (?:me tuer|me suicider|en finir)\b|\bne veux plus vivre\b|\bveux plus vivre\b|\bmettre fin a mes jours\b",
        // German
        r"|\b(?:will|mochte|moechte|wollte) (?:nur |nur noch |einfach |einfach nur |am liebsten )?(?:sterben|tot sein|nicht mehr (?:leben|da sein|aufwachen))\b|\b(?:mich|mir) (?:umbringen|selbst toten|das leben nehmen)\b|\bbring(?:e)? mich um\b|\b(?:will|mag|kann) nicht mehr leben\b",
        // Italian
        r"|\bvoglio (?:morire|uccidermi|ammazzarmi|suicidarmi|farla finita)\b|\bnon voglio piu vivere\b|\bmi (?:voglio )?(?:uccido|ammazzo|uccidere|ammazzare)\b",
        // Chinese
        r"|(?:想|要|去)(?:自杀|自殺|寻死|尋死|轻生|輕生)|不想活|活不下去|活着没(?:有)?意思|活著沒(?:有)?意思|(?:我|就|真|只|好|很)想死|(?:结束|結束)(?:自己的|我的)?生命|^(?:我)?想死了?$|杀(?:了|死)自己|殺(?:了|死)自己",
        // Korean
        r"|죽고 ?싶|자살(?:하고|할|을|하려|하고싶)|살기 ?싫|살고 ?싶지 ?않|죽어 ?버리고|스스로 목숨|목숨을 끊",
    );
    // "no quiero morir", "ich will nicht sterben", "me quiero morir de risa", 想死你了
    NOT_MEANT = concat!(
        r"\b(?:no|nunca|nao|nunca|non|ne|jamais|pas) (?:me |eu |je )?(?:quiero|quisiera|quero|queria|veux|voudrais|voglio) (?:pas )?(?:morir(?:me)?|morrer|mourir|morire|matarme|me matar)\b",
        r"|\b(?:morir(?:me|se)?|morrer|mourir|morire) (?:de|di) (?:risa|amor|verguenza|calor|hambre|ganas|rir|vergonha|calor|fome|rire|honte|faim|chaud|ridere|vergogna|fame|caldo)\b",
        r"|\bvor (?:scham|lachen|langeweile)[^.!?]{0,12}(?:sterben|tot)\b|想死(?:你|妳|您|他|她|我|家|大家)|(?:笑|热|饿|累|爱)死",
    );
}

/// Whether the text says so of whoever writes it.
pub fn tells_of_own_death(text: &str) -> bool {
    let plain: String = text.nfd().filter(|c| !is_accent(*c)).nfc().flat_map(char::to_lowercase).collect();
    OWN_DEATH.is_match(&NOT_MEANT.replace_all(&plain, " "))
}

const fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

#[cfg(test)]
mod tests {
    use super::tells_of_own_death;

    #[test]
    fn the_plainest_words_are_heard() {
        for text in [
            "Quiero morir",
            "ya no quiero vivir",
            "me quiero matar",
            "Quero morrer",
            "não quero mais viver",
            "vou me matar",
            "Je veux mourir",
            "j'ai envie de mourir",
            "je vais me tuer",
            "Ich will sterben",
            "ich möchte nicht mehr leben",
            "ich bring mich um",
            "voglio morire",
            "我想死",
            "不想活了",
            "我想自杀",
            "죽고 싶어요",
            "자살하고 싶다",
            "살기 싫어",
        ] {
            assert!(tells_of_own_death(text), "{text}");
        }
    }

    #[test]
    fn what_is_denied_or_said_in_jest_is_not_meant() {
        for text in [
            "no quiero morir",
            "me quiero morir de risa",
            "não quero morrer",
            "je veux mourir de rire",
            "ich will nicht sterben",
            "想死你了",
            "보고 싶어",
            "quiero vivir en Madrid",
            "ich will in Köln leben",
            "想像していた死後の話",
        ] {
            assert!(!tells_of_own_death(text), "{text}");
        }
    }
}
