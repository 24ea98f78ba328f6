//! What is kept of a message: one line, without marks around it, or nothing.

use crate::agent::hera::text::tidy;
use crate::domain::UserProfile;

/// Cleans every text of the profile: whatever has read it, no line's end, no control character and no mark around a value is
/// kept, and what has no letter and no digit is no value.
pub fn clean(profile: &mut UserProfile) {
    let UserProfile {
        name,
        personality,
        location,
        income_range,
        partner_face_description,
        current_partner,
        ideal_partner,
        children,
        ..
    } = profile;
    let partners = [current_partner, ideal_partner].into_iter().flatten();
    let (mut names, mut texts) = (vec![name], vec![personality, location, income_range, partner_face_description]);
    for partner in partners {
        names.push(&mut partner.name);
        texts.extend([&mut partner.temperament, &mut partner.appearance]);
    }
    names.extend(children.iter_mut().map(|child| &mut child.name));
    for name in names {
        *name = name.take().and_then(|name| self::name(&name));
    }
    for text in texts {
        *text = text.take().and_then(|text| one_line(&text));
    }
}

fn name(name: &str) -> Option<String> {
    let line = one_line(name)?;
    let mark = |c: char| !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c) && c != '.';
    let name = line.trim_start_matches('.').trim_matches(mark);
    name.contains(char::is_alphanumeric).then(|| name.to_owned())
}

fn one_line(text: &str) -> Option<String> {
    // What is as it should be stays as it is: a bracket at the end of it, too.
    let broken = |c: char| c.is_control() || (c.is_whitespace() && c != ' ' && c != '\u{3000}');
    let edged = text.trim().len() != text.len() || text.starts_with(['、', '。', ',', ';', ':', '・']);
    if !text.contains(broken) && !edged {
        return text.contains(char::is_alphanumeric).then(|| text.to_owned());
    }
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty()).collect();
    tidy(&words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Child, Partner};

    #[test]
    fn nothing_but_the_value_is_kept() {
        let mut profile = UserProfile {
            name: Some("\n\u{391}".into()),
            location: Some("  , Cork\r\nCity\u{7}".into()),
            income_range: Some(" \n… ".into()),
            current_partner: Some(Partner {
                name: Some("\"Aoife\",\n".into()),
                temperament: Some("warm (and patient)".into()),
                appearance: Some("\u{0}".into()),
            }),
            children: vec![Child { desired_gender: None, name: Some("--".into()) }],
            ..UserProfile::default()
        };
        clean(&mut profile);
        assert_eq!(profile.name.as_deref(), Some("\u{391}"));
        assert_eq!(profile.location.as_deref(), Some("Cork City"));
        assert_eq!(profile.income_range, None);
        let partner = profile.current_partner.expect("there is a partner");
        assert_eq!(partner.name.as_deref(), Some("Aoife"));
        assert_eq!(partner.temperament.as_deref(), Some("warm (and patient)"));
        assert_eq!(partner.appearance, None);
        assert_eq!(profile.children[0].name, None);
    }
}
