//! Where pictures are painted: a painting becomes a wish, the wish a picture, and the picture is kept like an upload.

use std::sync::Arc;

use bytes::Bytes;

use super::given_names;
use super::intent::{self, Intent};
use crate::domain::{
    Child, Gender, Language, MediaType, Painting, Photo, SessionId, SessionState, UnixMillis, UserProfile,
};
use crate::paint::{BuiltIn, PaintError, Painted, Painter, Parent, Subject, Wish, tells_gender};
use crate::photos::retry::{self, again};
use crate::photos::{Darkroom, Developed, PhotoStore, Refusal, SIZES, Size, Trouble};

/// Makes the number of the person, who was not painted, another one than their partner's.
const PERSON: u64 = 0x9e37_79b9_7f4a_7c15;

/// Paints, and keeps what was painted.
pub struct Studio {
    pub painter: Arc<dyn Painter>,
    /// Paints when the painter fails, or makes what is no picture.
    pub fallback: Option<BuiltIn>,
    pub photos: PhotoStore,
    pub darkroom: Darkroom,
}

/// A picture that is painted and not kept yet.
pub struct Canvas {
    picture: Developed,
    painting: Painting,
    illustration: bool,
    /// What the painter was asked for.
    pub prompt: String,
}

impl Studio {
    /// Paints a picture. Dropping the future stops it.
    ///
    /// # Errors
    /// Why there is no picture.
    pub async fn paint(
        &self,
        session: SessionId,
        painting: Painting,
        state: &SessionState,
    ) -> Result<Canvas, PaintError> {
        // Nobody paints children as what must not be spoken of, whatever a painter would take.
        let described = state.profile.partner_face_description.as_deref();
        if described.is_some_and(|described| intent::read(described) == Intent::Improper) {
            return Err(PaintError::Refused);
        }
        let wish = self.wish(session, painting, state).await?;
        match (self.try_painter(&*self.painter, painting, wish.clone()).await, &self.fallback) {
            // A refusal is no failure: the person is told, and may say it in other words.
            (Err(error), Some(built_in)) if error != PaintError::Refused => {
                tracing::warn!(%error, "the model painted nothing; the built-in painter does");
                self.try_painter(built_in, painting, wish).await
            }
            (tried, _) => tried,
        }
    }

    /// What a painter makes is a picture only when it is developed.
    async fn try_painter(&self, painter: &dyn Painter, painting: Painting, wish: Wish) -> Result<Canvas, PaintError> {
        let Painted { bytes, illustration, prompt_used: prompt, .. } = painter.paint(wish).await?;
        let picture = retry::develop(&self.darkroom, &bytes).await;
        let picture = picture.map_err(|refusal| match refusal {
            Refusal::Busy => PaintError::Unavailable { reason: refusal.to_string(), retry_after: None },
            refusal => PaintError::BadAnswer(refusal.to_string()),
        })?;
        Ok(Canvas { picture, painting, illustration, prompt })
    }

    /// Keeps the picture, so that it can be fetched: by processes of `older` versions, too, if there are any.
    ///
    /// # Errors
    /// When the pictures' store does not take it.
    pub async fn keep(
        &self,
        session: SessionId,
        canvas: &Canvas,
        at: UnixMillis,
        older: bool,
    ) -> Result<Photo, Trouble> {
        again(|| self.photos.put(session, &canvas.picture)).await?;
        if older {
            again(|| self.photos.put_as_before(session, &canvas.picture)).await?;
        }
        Ok(canvas.picture.photo(canvas.painting.kind(), at, canvas.illustration))
    }

    /// Takes back whatever the session has: it is gone.
    pub async fn clear(&self, session: SessionId) {
        if let Err(error) = again(|| self.photos.delete_session(session)).await {
            tracing::warn!(%error, session = %session.hashed(), "pictures of a deleted session are deleted later");
        }
    }

    async fn wish(&self, session: SessionId, painting: Painting, state: &SessionState) -> Result<Wish, PaintError> {
        let SessionState { profile, photos, interview, family, .. } = state;
        // Nobody takes after who hurts the person.
        let face = photos.partner.as_ref().filter(|_| interview.care.alone.is_none());
        let language = interview.language.unwrap_or(Language::Japanese);
        let partner = Parent {
            seed: session.seed(),
            description: profile.partner_face_description.clone().unwrap_or_default(),
            age: profile.age,
            gender: partner_gender(profile),
            picture: None,
        };
        let small = Size::Thumbnail(SIZES[SIZES.len() - 1]);
        Ok(match painting {
            Painting::Partner => Wish {
                seed: partner.seed,
                subject: Subject::Partner,
                description: partner.description,
                age: partner.age,
                gender: partner.gender,
                language,
                palette: self.picture(session, photos.user.as_ref(), small).await?,
            },
            Painting::Child(number) => {
                let person = Parent {
                    seed: session.seed() ^ PERSON,
                    description: String::new(),
                    age: profile.age,
                    gender: profile.gender,
                    picture: self.picture(session, photos.user.as_ref(), small).await?,
                };
                let palette = person.picture.clone();
                let picture = self.picture(session, face, small).await?;
                let child = profile.children.get(usize::from(number.saturating_sub(1)));
                let named = family.child(number).map(|child| child.name.as_str());
                Wish {
                    seed: session.seed(),
                    subject: Subject::Child { number, parents: Box::new([person, Parent { picture, ..partner }]) },
                    description: String::new(),
                    age: family.child(number).map(|child| child.age),
                    gender: child_gender(child, named),
                    language,
                    palette,
                }
            }
        })
    }

    /// The bytes of a picture, unless it is one that painters do not read.
    async fn picture(
        &self,
        session: SessionId,
        photo: Option<&Photo>,
        size: Size,
    ) -> Result<Option<Bytes>, PaintError> {
        let Some(photo) = photo.filter(|photo| photo.media_type != MediaType::WebP) else { return Ok(None) };
        let read = again(|| self.photos.read(session, photo.id, size));
        read.await.map_err(|trouble| PaintError::Unavailable { reason: trouble.to_string(), retry_after: None })
    }
}

/// What is likely, where the description does not say otherwise: by their name, or else by whom they are with.
fn partner_gender(profile: &UserProfile) -> Option<Gender> {
    let named = profile.partner().and_then(|partner| partner.name.as_deref());
    match profile.gender {
        _ if profile.partner_face_description.as_deref().is_some_and(tells_gender) => None,
        gender => named.and_then(given_names::gender).or(match gender {
            Some(Gender::Male) => Some(Gender::Female),
            Some(Gender::Female) => Some(Gender::Male),
            Some(Gender::Other) | None => None,
        }),
    }
}

/// As it was wished for, or by the child's name: the one it was given, or else the one it is called in the family.
fn child_gender(child: Option<&Child>, called: Option<&str>) -> Option<Gender> {
    let given = child.and_then(|child| child.name.as_deref());
    child.and_then(|child| child.desired_gender).or_else(|| given.or(called).and_then(given_names::gender))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Partner;

    #[test]
    fn a_name_tells_more_than_whom_somebody_is_with() {
        let (man, woman) = (Some(Gender::Male), Some(Gender::Female));
        for (own, name, looks, painted) in [
            (man, Some("健二"), "丸顔", man),
            (man, Some("真由美"), "丸顔", woman),
            (man, Some("薫"), "丸顔", woman),
            (man, None, "丸顔", woman),
            (woman, Some("Emma"), "round face", woman),
            (None, Some("Daniel"), "round face", man),
            (None, Some("Robin"), "round face", None),
            // The words say so themselves, and the painter reads them.
            (man, Some("Emma"), "a man with a beard", None),
        ] {
            let partner = Partner { name: name.map(Into::into), ..Partner::default() };
            let profile = UserProfile {
                gender: own,
                ideal_partner: Some(partner),
                partner_face_description: Some(looks.into()),
                ..UserProfile::default()
            };
            assert_eq!(partner_gender(&profile), painted, "{own:?} {name:?} {looks}");
        }
    }

    #[test]
    fn a_child_is_painted_as_it_was_wished_for_or_is_called() {
        let (boy, girl) = (Some(Gender::Male), Some(Gender::Female));
        for (wished, given, called, painted) in [
            (girl, Some("健二"), Some("健二"), girl),
            (None, Some("健二"), Some("花"), boy),
            (None, None, Some("花"), girl),
            (None, Some("薫"), None, None),
            (None, None, None, None),
        ] {
            let child = Child { desired_gender: wished, name: given.map(Into::into) };
            assert_eq!(child_gender(Some(&child), called), painted, "{child:?} {called:?}");
        }
        assert_eq!(child_gender(None, Some("Leo")), boy, "one whom the family has");
    }
}
