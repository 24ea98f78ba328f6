//! What answers a question about the partner or the children.

use super::super::{children, genders, income, listed, names, partner, personality, place, refusal, roll, wishes};
use super::{ASIDE, QUESTIONS, Reader, SELF, SPEAKS_OF_CHARACTER, is_filler, joint};
use crate::agent::given_names;
use crate::agent::hera::kinds::{self, Kind};
use crate::agent::hera::piece;
use crate::agent::hera::text::{patterns, tidy};
use crate::agent::hera::vocabulary::{self, en, ja};
use crate::domain::{Child, Field, Gender, Partner, RelationshipStatus, Topic};

impl Reader<'_> {
    /// The partner's name, told with whom the person is together with: "yeah, married to José", 夫の健二と二人暮らし.
    fn name_beside_status(&mut self) -> Option<String> {
        patterns! {
            TOGETHER_WITH = r"(?i)\b(?:i'?m|been|married|engaged|hitched|wed|together|dating|seeing|living|live|going out)\b[^.!?]{0,16}?\b(?:to|with|w/)\s*\s(?:my (?:\p{L}+ )?(?:wife|husband|hubby|partner|boyfriend|girlfriend|fianc[eé]e?),?\s+)?|(?:\b(?:my|an?|with|have|got) (?:\p{L}+ )?|^\W*|[,.;]\s*)(?:wife|husband|hubby|partner|boyfriend|girlfriend|gf|bf|fianc[eé]e?|missus|fella|other half)(?:'?s name(?:'s| is)?| name(?:'s| is)?|'s| is|,|:| -)?\s+(?:called |named )?";
            WITH_SOMEBODY = r"(?i)\b(?:seeing|dating|with|met|found|have|got) (?:someone|somebody|an? (?:lovely |nice |great )?(?:guy|man|woman|girl|lad|fella|bloke|lady|lass))\s*[,:(–-]+\s*(?:(?:he|she|they)(?:'s| is| are) )?(?:called |named |(?:his|her|their) name(?:'s| is) )?(?P<name>\p{L}[\p{L}\p{M}'’-]+)\s*(?:$|[,.!;)])";
            // "with my gf mel", "married to aoife", in small letters and with nothing after it.
            SMALL = r"(?i)\b(?:(?:my|an?|with|have|got) (?:wife|husband|hubby|partner|boyfriend|girlfriend|gf|bf|fianc[eé]e?|missus|fella|other half),? (?:called |named )?|(?:married|engaged|hitched) to )(\p{Ll}[\p{L}\p{M}'-]+)\s*(?:$|[,.!;\n(])";
            WED_TO = r"(?i)^(?:(?:i'?m|been|happily|yeah|yes|aye)[, ]+)*(?:married|engaged|hitched|wed) to (\p{Ll}{3,})\s*(?:$|[,.!;(]|for\b|\d)";
            NO_SPOUSE = r"^(?:work|job|career|sea|music|football|god|church|farm|army|navy|game|business|mine|same|best|love|trouble|money)$";
            IS_THERE = r"(?:いる|おる|います|おります)(?:よ|で|ねん|けど)?[、。]([\p{Han}々]{1,4}|[\p{Katakana}ー]{2,8}|[\p{Hiragana}]{2,5}?)(?:さん|ちゃん|くん)?(?:って(?:いう|言う|名前)|という|といい)";
            OF_RELATION = r"(?:夫|妻|彼氏|彼女|嫁|旦那|パートナー|恋人|婚約者)の([\p{Han}々]{1,4}|[\p{Katakana}ー]{2,8}|[\p{Hiragana}]{2,5}?)(?:さん|ちゃん|くん)?(?:と|が|です|、|。|$)";
            NO_NAME = r"家|母|父|親|仕事|転勤|地元|会社|兄|弟|妹|姉|こと|ため|ほう|方|子|友|収入|事|件";
        }
        if let Some(name) = names::after(self.text, &TOGETHER_WITH) {
            return Some(name);
        }
        // "seeing someone, Declan"
        if let Some(found) = WITH_SOMEBODY.captures(self.text) {
            let name = &found["name"];
            let known = given_names::gender(name).is_some();
            if known || (names::is_lone_name(name) && place::known(name).is_none() && !vocabulary::is_town(name)) {
                return Some(name.to_owned());
            }
        }
        if let Some(name) = SMALL
            .captures(self.text)
            .and_then(|found| names::small(&found[1]).filter(|_| !vocabulary::is_ordinary(&found[1])))
        {
            return Some(name);
        }
        // "married to shell": a word that is somebody's name here; it is said back.
        if let Some(found) = WED_TO.captures(self.text) {
            let word = found[1].to_lowercase();
            let other = en::NOT_NAMES.contains(&word.as_str()) || en::WORDS.contains(&word.as_str());
            if !other && !NO_SPOUSE.is_match(&word) && names::fits(&word) {
                self.told.doubtful = true;
                return Some(partner::capitalised(&word));
            }
        }
        let found = OF_RELATION.captures(self.text).or_else(|| IS_THERE.captures(self.text))?;
        let name = &found[1];
        (names::fits(name) && !NO_NAME.is_match(name) && !ja::NOT_NAMES.contains(&name)).then(|| name.to_owned())
    }

    /// おっとはしげる, "my husband is called Tom": who was only said to be with somebody is married.
    fn weds(&mut self) {
        patterns! {
            WED = r"(?i)^(?:うちの|私の|わたしの)?(?:夫|おっと|妻|つま|旦那|だんな|嫁|奥さん|主人|家内|女房)(?:さん|はん)?(?:の名前)?(?:は|が)|\bmy (?:husband|wife|hubby)\b";
            NOT_YET = r"(?i)\b(?:ex|late|future|first|former)[- ]|なる人|元|理想|亡|将来";
        }
        let partnered = self.told.profile.relationship_status == Some(RelationshipStatus::Partnered);
        if partnered && WED.is_match(self.text.trim()) && !NOT_YET.is_match(self.text) {
            self.told.profile.relationship_status = Some(RelationshipStatus::Married);
            self.told.found.insert(Field::RelationshipStatus);
            self.told.settle();
        }
    }

    pub(super) fn name_of_partner(&mut self) {
        self.read_name_of_partner();
        self.weds();
    }

    fn read_name_of_partner(&mut self) {
        let unnamed = self.told.profile.partner().is_none_or(|partner| partner.name.is_none());
        if (self.question.asks(Topic::Status) || self.told.found.contains(&Field::RelationshipStatus))
            && unnamed
            && let Some(name) = self.name_beside_status()
        {
            // 「Étienne」 after "my boyfriend" is no place.
            if self.told.profile.location.as_ref() == Some(&name) && self.before.location.as_ref() != Some(&name) {
                self.told.forget(self.before, Field::Location);
            }
            self.told.named = Some(Topic::PartnerName);
            self.set_partner(Partner { name: Some(name), ..Partner::default() });
            return;
        }
        if !(self.question.asks(Topic::PartnerName) || self.names_late())
            || refusal::refuses(self.text)
            || wishes::entrusts(self.text)
            || self.excuses()
            || is_shrug(self.text)
        {
            return;
        }
        let known = self.told.profile.partner().and_then(|partner| partner.name.clone());
        if known.is_some() && known != self.before.partner().and_then(|partner| partner.name.clone()) {
            // Free speech has named somebody; so does the answer, and it knows what was asked.
            let fresh = names::read(&self.without_asides(&self.without_children())).filter(|name| !name.doubtful);
            if let Some(fresh) = fresh {
                self.set_partner(Partner { name: Some(fresh.name), ..Partner::default() });
            }
            self.told.named = Some(Topic::PartnerName);
            return;
        }
        let told = || names::read(&self.without_asides(&self.without_children()));
        let Some(name) = self.name_supposed().or_else(told) else { return };
        self.told.doubtful |= name.doubtful;
        self.told.named = Some(Topic::PartnerName);
        self.set_partner(Partner { name: Some(name.name), ..Partner::default() });
    }

    /// "maybe Min-ho?": a name that somebody tries.
    fn name_supposed(&self) -> Option<names::Name> {
        patterns! {
            // "Let's say Fergal", "hmm Theo maybe", "Shona aye", "august, like the month"
            LED = r"^(?i:(?:(?:um+|uh+|hm+|well|so|oh|ok|okay|idk|dunno|i don'?t know)[,. ]+)*(?:let'?s (?:say|go with|call (?:her|him|them|it))|i(?: already)? said|i'd say|go with|the (?:crush|one|girl|boy|guy|lad|lady|woman|man) is (?:called|named)))\s+(?P<name>\p{L}[\p{L}\p{M}'ʻ’-]+(?: \p{Lu}[\p{L}\p{M}'ʻ’-]+)?)(?i:,? (?:ngl|tbh|i guess|i think|please|pls|then))*[.!]*$";
            FOLLOWED = r"^(?i:(?:(?:um+|uh+|hm+|well|so|oh|ok|okay)[,. ]+)*)(?P<name>\p{L}[\p{L}\p{M}'ʻ’-]+?(?: \p{Lu}[\p{L}\p{M}'ʻ’-]+?)?)(?i:,? (?:maybe|perhaps|will do|would do|'ll do|aye|it is|let'?s say(?: \p{L}+)?|like the \p{L}+|as in (?:the )?\p{L}+|is an? (?:nice|lovely|good|pretty) (?:name|one))|'s an? (?:nice|lovely|good|pretty) (?:name|one))[.!]*$";
            // "I never thought about it, let's say Rosalind, that was a teacher I had"
            WITHIN = r"(?i:\blet'?s (?:say|go with|call (?:her|him|them|it)))\s+(?P<name>\p{Lu}[\p{L}\p{M}'ʻ’-]+)";
            AS_A_NAME = r"(?i)\b(?:like the|as in|called|named)\b";
            TRIED = r"^(?i:i don'?t know|idk|dunno|not sure|no idea)[,.! ]+(?P<name>\p{Lu}[\p{L}\p{M}'ʻ’-]+)\?*$";
            SUPPOSED = r"(?i)^(?:(?:maybe|perhaps|how about|what about|let's say|um+|hm+|dunno|idk|i don't know),? )*([\p{L}\p{M}'ʻ-]+(?: [\p{L}\p{M}'ʻ-]+)?)\?+$";
        }
        let said = self.text.trim();
        if let Some(found) = LED
            .captures(said)
            .or_else(|| FOLLOWED.captures(said))
            .or_else(|| TRIED.captures(said))
            .or_else(|| WITHIN.captures(said))
        {
            let name = &found["name"];
            let (small, known) = (name.starts_with(char::is_lowercase), given_names::gender(name).is_some());
            let lower = name.to_lowercase();
            let word = en::NOT_NAMES.contains(&lower.as_str()) || en::WORDS.contains(&name) || partner::describes(name);
            if !word && (known || names::is_lone_name(name) || (small && names::fits(name))) {
                let doubtful = !known && (small || vocabulary::is_ordinary(&lower));
                // "tomorrow maybe" names nobody; "august, like the month" does.
                if small && !known && vocabulary::is_ordinary(&lower) && !AS_A_NAME.is_match(said) {
                    return None;
                }
                let name = if small { partner::capitalised(name) } else { name.to_owned() };
                return Some(names::Name { name, doubtful });
            }
        }
        let found = SUPPOSED.captures(said)?;
        names::is_lone_name(&found[1]).then(|| names::Name { name: found[1].to_owned(), doubtful: true })
    }

    /// A lone name, where the partner has none and what they are like was asked: "Daniel" describes nobody.
    fn names_late(&self) -> bool {
        let asked = self.question.asks(Topic::PartnerTemperament) || self.question.asks(Topic::PartnerLooks);
        let named = self.told.profile.partner().is_some_and(|partner| partner.name.is_some());
        let [piece] = *self.pieces() else { return false };
        let chances = kinds::read(piece);
        let described = chances.of(Kind::Looks).max(chances.of(Kind::Character)) > 0.7 || partner::describes(piece);
        asked && !named && !described && names::is_lone_name(piece)
    }

    /// The sentences that speak of no child, or all where there are no others; without those that ask for something.
    fn without_children(&self) -> String {
        let told = QUESTIONS.replace_all(self.text, "");
        let sentences = self.text.split_inclusive(['。', '!', '?', '\n']).flat_map(|part| part.split_inclusive(". "));
        // もう娘がいるんです。彩花といいます: what follows is still about the child.
        let mut of_child = false;
        let mut others = String::new();
        for part in sentences {
            of_child = piece::speaks_of_children(part) || (of_child && !piece::speaks_of_partner(part));
            if !of_child && !part.ends_with('?') {
                others.push_str(part);
            }
        }
        let of_children = self.told.found.contains(&Field::ChildrenInfo);
        if others.chars().any(char::is_alphanumeric) || of_children { others } else { told.into_owned() }
    }

    fn set_partner(&mut self, told: Partner) {
        self.told.found.insert(self.told.profile.partner_field());
        self.told.take_partner(told);
    }

    /// What the partner is like, and what they look like, as it is said.
    pub(super) fn partner_in_own_words(&mut self) {
        let (character, looks) =
            (self.question.asks(Topic::PartnerTemperament), self.question.asks(Topic::PartnerLooks));
        let named = self.told.named == Some(Topic::PartnerName) && self.pieces().len() == 1;
        // Who is asked for a name may tell what they are like first.
        let early = self.question.asks(Topic::PartnerName) && !self.tells_of_self();
        if !(character || looks || early) || named || refusal::refuses_all(self.text) || wishes::entrusts(self.text) {
            return;
        }
        let mut said: [Vec<&str>; 2] = [Vec::new(), Vec::new()];
        let name = self.told.profile.partner().and_then(|partner| partner.name.clone()).unwrap_or_default();
        for piece in self.without_echo().into_iter().filter(|piece| !refusal::refuses(piece) && !is_filler(piece)) {
            let told_before = !name.is_empty() && partner::trimmed(piece).as_ref() == Some(&name);
            if told_before || self.told_of_children(piece) {
                continue;
            }
            let parts = if partner::kind_of(piece) == (true, true) { partner::parted(piece) } else { vec![piece] };
            for part in if parts.len() == 2 { parts } else { vec![piece] } {
                let (of_character, of_looks) = self.describes(part, character, looks);
                said[0].extend(of_character.then_some(part));
                said[1].extend(of_looks.then_some(part));
            }
        }
        let joint = joint(self.text);
        let known = self.before.partner().cloned().unwrap_or_default();
        let words = |pieces: &[&str]| {
            let plain = pieces.iter().map(|piece| without_subject(piece, &name));
            let parts: Vec<String> = plain.filter_map(partner::trimmed).collect();
            tidy(&parts.join(joint))
        };
        let temperament = words(&said[0]).filter(|_| character || known.temperament.is_none());
        let appearance = words(&said[1]).filter(|_| looks || known.appearance.is_none());
        if temperament.is_some() || appearance.is_some() {
            self.set_partner(Partner { name: None, temperament, appearance });
        }
    }

    /// Whether the piece is what the message tells of the children: 長男が蒼太.
    fn told_of_children(&self, piece: &str) -> bool {
        let mut children = self.told.profile.children.iter().filter_map(|child| child.name.as_ref());
        self.told.found.contains(&Field::ChildrenInfo)
            && piece::speaks_of_children(piece)
            && children.any(|name| piece.contains(name.as_str()))
    }

    /// Whether the message tells how the person is, or what they earn: that says nothing of the partner.
    fn tells_of_self(&self) -> bool {
        patterns! {
            // "pretty chill but i worry a lot"
            I_AM_SO = r"(?i)\bi (?:(?:do|really|always|often|usually|sometimes|also) )*(?:worry|overthink|stress|panic|fret|can be|make people|laugh|cry|talk a|talk too|keep to myself|mean well|get (?:\w+ )?(?:anxious|stressed|nervous|grumpy|cranky|shy|jealous|emotional))\b";
        }
        let own = [Field::UserPersonalityTraits, Field::IncomeRange];
        own.iter().any(|field| self.told.found.contains(field))
            || SELF.is_match(self.text)
            || SPEAKS_OF_CHARACTER.is_match(self.text)
            || I_AM_SO.is_match(self.text)
    }

    /// Whether the piece tells of the partner's character, and of their looks: by the words that are known for either, or else
    /// by what it speaks of most likely. Which of them was asked for decides where it may be both.
    fn describes(&self, piece: &str, character: bool, looks: bool) -> (bool, bool) {
        // How much likelier what alone was asked for is.
        const ASKED: f32 = 3.0;
        patterns! {
            // "cool", which elsewhere only agrees.
            IN_A_WORD = r"(?i)^(?:(?:very|so|really|pretty|quite|super) )*(?:cool|nice|great|sound|lovely|solid|sweet)[.!]*$";
            // Whoever is not named is described: "someone who doesn't mind me being away".
            SOMEBODY = r"(?i)^(?:(?:my|the|an?) (?:ideal |perfect |dream )?(?:partner|man|woman|wife|husband|type|match)(?:'s| is| would be) )?(?:someone|somebody|a (?:man|woman|guy|girl|person)) (?:who|that)(?:'s|'d|'ll)?\b|.(?:くれる|できる|ない|られる)(?:人|ひと)(?:がいい|が理想)?(?:です)?$";
            MONEY = r"(?i)\b(?:earns?|makes?|gets?|brings? (?:in|home))\b[^.!?]{0,16}\b(?:more|less|than me|as much|the same|money|\d)|\b(?:salary|wages?|income)\b|稼(?:ぎ|い|ぐ)|年収|月収|給料";
            // "She is God-fearing"
            IS_SO = r"(?i)^(?:she|he|they)(?:'?s| is|'?re| are| was| were) (?:(?:very|so|really|a bit|quite|super) )*[\p{L}-]+$";
        }
        // "Tom makes a bit more", 「釣りに行きたいって夫に言われる」
        if personality::is_none(piece) || MONEY.is_match(piece) {
            return (false, false);
        }
        if SOMEBODY.is_match(piece.trim()) && partner::kind_of(piece) == (false, false) {
            return (true, false);
        }
        match partner::kind_of(piece) {
            (true, true) if character && looks => return (true, true),
            (true, true) if character || looks => return (character, looks),
            (true, _) => return (true, false),
            (false, true) => return (false, true),
            (false, false) => {}
        }
        if character && IN_A_WORD.is_match(piece.trim()) {
            return (true, false);
        }
        if character && IS_SO.is_match(piece) && names::read(piece).is_none() {
            return (true, false);
        }
        if !(character || looks) || ASIDE.is_match(piece) || !self.may_be_own_words(self.text) {
            return (false, false);
        }
        let chances = kinds::read(piece);
        if chances.is_none_of(&[Kind::Looks, Kind::Character]) {
            return (false, false);
        }
        let weight = |asked: bool| if asked { ASKED } else { 1.0 };
        let of_looks = chances.of(Kind::Looks) * weight(looks);
        let of_character = chances.of(Kind::Character) * weight(character);
        (of_character >= of_looks, of_looks > of_character)
    }

    /// "And a girl, too. Hōkū": the last sentence names the one child that was told of and has no name.
    fn name_of_child_that_follows(&mut self) {
        let sentences: Vec<&str> =
            self.text.split(['。', '.', '!', '?', '\n']).filter(|part| !part.trim().is_empty()).collect();
        let [.., before, last] = sentences.as_slice() else { return };
        let told = self.told.found.contains(&Field::ChildrenInfo) && piece::speaks_of_children(before);
        let known: Vec<String> = self.told.profile.children.iter().filter_map(|child| child.name.clone()).collect();
        let mut unnamed = self.told.profile.children.iter_mut().filter(|child| child.name.is_none());
        let (Some(child), None) = (unnamed.next(), unnamed.next()) else { return };
        let name = names::read(last).filter(|name| told && !name.doubtful && !known.contains(&name.name));
        if let Some(name) = name {
            child.name = Some(name.name);
        }
    }

    /// Whether the name is the partner's or the person's own.
    fn is_of_another(&self, name: &str) -> bool {
        let told = &self.told.profile;
        let partner = told.partner().and_then(|partner| partner.name.as_deref());
        partner == Some(name) || told.name.as_deref() == Some(name)
    }

    /// Whom somebody else is called after is no child, where nothing says that it is.
    fn leave_out_namesakes(&mut self) {
        let known = self.before.children.clone();
        let others: Vec<bool> = self
            .told
            .profile
            .children
            .iter()
            .map(|child| {
                let new = !known.contains(child) && child.desired_gender.is_none();
                new && child.name.as_deref().is_some_and(|name| self.is_of_another(name))
            })
            .collect();
        if others.contains(&true) {
            let mut others = others.into_iter();
            self.told.profile.children.retain(|_| !others.next().unwrap_or(false));
            if self.told.profile.children == known {
                self.told.found.remove(&Field::ChildrenInfo);
            }
        }
    }

    pub(super) fn children(&mut self) {
        self.list_of_children();
        self.gender_beside_name();
    }

    /// "けんた。おとこ": the one child who was told of is a boy.
    fn gender_beside_name(&mut self) {
        if !self.question.asks_of_children() || !self.told.found.contains(&Field::ChildrenInfo) {
            return;
        }
        let genders: Vec<Gender> = self.pieces().into_iter().filter_map(lone_gender).collect();
        if let ([gender], [child]) = (genders.as_slice(), self.told.profile.children.as_mut_slice())
            && child.name.is_some()
        {
            child.desired_gender = child.desired_gender.or(Some(*gender));
        }
    }

    fn list_of_children(&mut self) {
        patterns! {
            OF_ONE = r"(?i)\b(she|he)(?:'?s| is|'?ll be| was) (?:only |just |now |nearly |almost |turning )?\d{1,2}\b";
        }
        self.name_of_child_that_follows();
        let of_children = [Topic::Children, Topic::ChildGenders, Topic::ChildNames];
        if !self.question.topics.iter().any(|topic| of_children.contains(topic)) {
            return;
        }
        if refusal::no_children(self.text) {
            self.told.profile.children.clear();
            self.told.found.remove(&Field::ChildrenInfo);
            self.told.declined.insert(Field::ChildrenInfo);
            return;
        }
        self.leave_out_namesakes();
        // A list says of each who is who. Of children who are known it may tell more.
        if let Some(listed) = listed::read(self.text) {
            let known = &self.before.children;
            let told = |child: &Child| listed.iter().any(|one| one.name == child.name);
            let new = listed.iter().all(|one| known.iter().all(|child| child.name != one.name));
            // Of everybody who has a name, and of others who had none yet: all of them.
            let named = known.iter().filter(|child| child.name.is_some()).all(told) && listed.len() >= known.len();
            if known.iter().all(told) || named || (new && known.iter().all(|child| child.name.is_none())) {
                self.told.profile.children = listed;
                self.told.found.insert(Field::ChildrenInfo);
                self.told.named = Some(Topic::ChildNames);
                return;
            }
        }
        if self.before.children.iter().all(|child| *child == Child::default())
            && let Some(children) = roll::read(self.text)
            && !children.iter().any(|child| child.name.as_deref().is_some_and(|name| self.is_of_another(name)))
        {
            self.told.profile.children = children;
            self.told.found.insert(Field::ChildrenInfo);
            self.told.named = Some(Topic::ChildNames);
            return;
        }
        if self.question.asks(Topic::ChildGenders) && !self.told.renamed {
            let mut children = self.before.children.clone();
            if genders::read(&mut children, self.text) {
                self.told.profile.children = children;
                self.told.found.insert(Field::ChildrenInfo);
                return;
            }
        }
        // "a girl", and nothing else: whoever is neither known for a girl nor for a boy.
        if self.question.asks(Topic::ChildGenders)
            && let Some(gender) = lone_gender(self.text.trim())
        {
            let children = &mut self.told.profile.children;
            children.clone_from(&self.before.children);
            for child in children.iter_mut() {
                child.desired_gender = child.desired_gender.or(Some(gender));
            }
            self.told.found.insert(Field::ChildrenInfo);
            return;
        }
        // "2": how many there are to be.
        if self.told.profile.children.is_empty()
            && let Some(count) = how_many(self.text.trim())
        {
            self.told.profile.children = vec![Child::default(); count];
            self.told.found.insert(Field::ChildrenInfo);
            return;
        }
        // "kids aged 4 and 7"
        if self.told.profile.children.is_empty()
            && let Some(count) = roll::ages(self.text)
        {
            self.told.profile.children = vec![Child::default(); count];
            self.told.found.insert(Field::ChildrenInfo);
            return;
        }
        // "Matilda, shes 5"
        if let Some(found) = OF_ONE.captures(self.text)
            && let [child] = self.told.profile.children.as_mut_slice()
        {
            let gender = if found[1].eq_ignore_ascii_case("she") { Gender::Female } else { Gender::Male };
            child.desired_gender = child.desired_gender.or(Some(gender));
        }
        // A lone name, of the only one who has none.
        let unnamed = self.told.profile.children.iter().filter(|child| child.name.is_none()).count();
        let lacking = self.told.profile.children.is_empty() || unnamed > 0;
        if !self.told.found.contains(&Field::ChildrenInfo)
            && lacking
            && !refusal::refuses(self.text)
            && !refusal::none_yet(self.text)
            && !wishes::entrusts(self.text)
            && !self.excuses()
            && !income::is_sum(self.text)
            && !super::only_describes(self.text)
            && let Some(name) = names::read(&self.without_asides(&children::without_pets(self.text)))
                .filter(|name| !self.is_of_another(&name.name))
        {
            self.told.doubtful |= name.doubtful;
            let children = &mut self.told.profile.children;
            match children.iter_mut().find(|child| child.name.is_none()) {
                Some(child) => child.name = Some(name.name),
                None => children.push(Child { desired_gender: None, name: Some(name.name) }),
            }
            self.told.found.insert(Field::ChildrenInfo);
        }
        if self.told.found.contains(&Field::ChildrenInfo) && self.told.profile.children != self.before.children {
            self.told.named = Some(Topic::ChildNames);
        }
    }
}

/// How many children there are to be, where nothing else is said: "2", "two", 二人です.
fn how_many(text: &str) -> Option<usize> {
    const WORDS: [&str; 6] = ["one", "two", "three", "four", "five", "six"];
    patterns! {
        COUNT = r"(?i)^(?:just |only |maybe )?([1-6]|one|two|three|four|five|six)(?: kids| children)?(?:人)?(?:です|だよ|かな)?(?:$|[、。,.!]| (?:please|idc|any|of|i)\b)";
    }
    let said = COUNT.captures(text)?;
    let word = || WORDS.iter().position(|word| word.eq_ignore_ascii_case(&said[1])).map(|at| at + 1);
    said[1].parse().ok().or_else(word)
}

/// Whether somebody has no answer, and says no more than that: さあ, "no idea", a shrug.
pub(super) fn is_shrug(text: &str) -> bool {
    patterns! {
        SHRUG = r"(?i)^\W*(?:(?:hm+|um+|uh+|oh|well|honestly)\W+)*(?:shrugs?|shrugging|dunno|idk|no idea|no clue|not a clue|haven'?t a clue|beats me|(?:i )?(?:really )?(?:don'?t|do not) know)\W*$|^¯|\(ツ\)|^🤷|^(?:さあ|さぁ)(?:ね|な|あ)*[。…〜ー]*$|^(?:さあ|うーん|ちょっと|まだ|全然|、)*(?:わか|分か)(?:らない|らん|りません|んない)(?:です|なあ?|ね|よ|わ)*[。…〜]*$";
    }
    SHRUG.is_match(text.trim())
}

/// The gender that is said in a word.
fn lone_gender(text: &str) -> Option<Gender> {
    patterns! {
        GIRL = r"(?i)^(?:(?:a|the|both|all|it'?s a|she'?s a|うちの?|2人とも|どっちも|どちらも)\s*)*(?:girls?|daughters?|female|女の子|女|娘|おんなのこ)(?:です|だよ|や(?:で|ねん)?|だ|よ|っす|どすえ?|ばい|じゃ)?[。.!〜ー]*$";
        BOY = r"(?i)^(?:(?:a|the|both|all|it'?s a|he'?s a|うちの?|2人とも|どっちも|どちらも)\s*)*(?:boys?|sons?|male|男の子|男|息子|おとこのこ)(?:です|だよ|や(?:で|ねん)?|だ|よ|っす|どすえ?|ばい|じゃ)?[。.!〜ー]*$";
    }
    if GIRL.is_match(text) {
        Some(Gender::Female)
    } else if BOY.is_match(text) {
        Some(Gender::Male)
    } else {
        None
    }
}

/// "Nino is loud" without whom it speaks of.
fn without_subject<'a>(piece: &'a str, name: &str) -> &'a str {
    let Some(rest) = piece.strip_prefix(name).filter(|_| !name.is_empty()) else { return piece };
    let verbs = [" is ", " was ", " has ", " had ", "'s ", "さんは", "は", "さんって", "って"];
    verbs.iter().find_map(|verb| rest.strip_prefix(verb)).unwrap_or(piece)
}
