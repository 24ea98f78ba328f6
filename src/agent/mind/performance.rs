//! A turn with a model: what was said is understood, the rules decide what follows, and it is said in the model's words.

mod writing;

use std::cell::Cell;

use futures::StreamExt as _;
use serde_json::Value;

use super::data::{self, Data};
use super::prompts::{Instructions, Page};
use super::speech::{Limit, Measure, Speech};
use super::transcript::{self, Spoken, View, person, room, tokens};
use super::voice::Voice;
use super::{Mind, checked, interview, talk};
use crate::agent::cue::{Brief, Cue, Move};
use crate::agent::decide::{self, Heard};
use crate::agent::family::arrange::Arrangements;
use crate::agent::hera;
use crate::agent::script::{Line, Script};
use crate::agent::{AgentError, HeraPrompt as Prompt, Utterance, family};
use crate::domain::{Field, Interview, Language, Phase, RunErrorCode, SessionState, StateUpdate, Summary};
use crate::model::{Picture, Piece, Request, Schema};

/// Bytes of an answer that is to be JSON.
const MOST_JSON: usize = 64 * 1024;
/// Messages that are looked at to understand the last one.
const RECENT: usize = 8;
/// Bytes of a summary.
const MOST_SUMMARY: usize = 4_000;
/// Characters after which somebody has said enough, and with which they have said all.
const SAID: Limit = Limit { measure: Measure::Characters, enough: 1_500, most: 3_000 };
/// A turn being played.
pub struct Performance {
    mind: Mind,
    prompt: Prompt,
    voice: Voice,
    /// The state as it is by now.
    state: SessionState,
    /// The conversation, with what is said in this turn.
    spoken: Vec<Spoken>,
    pictures: Vec<Picture>,
    language: Language,
    story: String,
    letter: String,
    /// Tokens there were for the conversation in the request that had the fewest.
    room: Cell<usize>,
}

impl Performance {
    pub fn new(mind: Mind, prompt: Prompt, voice: Voice) -> Self {
        let mut spoken: Vec<Spoken> = prompt.history.iter().map(Spoken::of).collect();
        if !prompt.text.is_empty() || !prompt.attachments.is_empty() {
            spoken.push(Spoken { speaker: None, text: prompt.text.clone() });
        }
        let language = family::language(&prompt);
        let state = prompt.state.clone();
        let (story, letter) = (String::new(), String::new());
        let room = Cell::new(usize::MAX);
        Self { mind, prompt, voice, state, spoken, pictures: Vec::new(), language, story, letter, room }
    }

    /// Answers the message.
    pub async fn answer(mut self) -> Result<(), AgentError> {
        self.pictures = self.mind.pictures(&self.prompt).await;
        let heard = self.understand().await?;
        let script = decide::play(&self.prompt, heard);
        self.perform(script).await
    }

    /// Says the family's first words.
    pub async fn greet(self) -> Result<(), AgentError> {
        let script = family::enter(&self.prompt);
        self.perform(script).await
    }

    /// Says what the rules have decided.
    pub async fn perform(mut self, Script { language, lines }: Script) -> Result<(), AgentError> {
        self.language = language;
        for line in lines {
            match line {
                Line::State(update) => self.change(*update).await,
                Line::Suggest(choices) => self.voice.say(Utterance::Suggest(choices)).await,
                Line::Afterwards(job) => self.voice.say(Utterance::Afterwards(job)).await,
                Line::Speech { name, text, cue: Cue::AsWritten } => self.say_as_written(name, text).await,
                Line::Speech { name, cue, .. } => self.speak(name, &cue).await?,
            }
        }
        self.remember().await;
        Ok(())
    }

    /// When the conversation is about to outgrow the window, its older half becomes a summary, after all is said; the turns
    /// that follow are told that, until it is so far again. If there is no summary, the oldest is just not shown.
    async fn remember(&mut self) {
        let forgotten = transcript::oldest(&self.spoken, self.room.get()).min(self.prompt.history.len());
        let Some(last) = forgotten.checked_sub(1).and_then(|last| self.prompt.history.get(last)) else { return };
        let through = last.id;
        let most = summary_length(self.language).to_string();
        let instructions = Page::Summary.begin(self.language, &[("most", &most)]);
        let view = View::Among { own: None, language: self.language };
        self.pictures.clear();
        let request = self.request(instructions, Data::default(), &self.spoken[..forgotten], view);
        match self.whole(request, MOST_SUMMARY).await {
            Ok(text) => {
                let text = text.trim().chars().filter(|c| !c.is_control() || *c == '\n').take(MOST_SUMMARY).collect();
                let interview = Interview { summary: Some(Summary { text, through }), ..self.state.interview.clone() };
                self.change(StateUpdate { interview: Some(interview), ..StateUpdate::default() }).await;
            }
            Err(error) => {
                let (session, turn) = (self.prompt.session, self.prompt.turn);
                tracing::warn!(
                    session = %session.hashed(),
                    %turn,
                    code = error.code.name(),
                    "the conversation could not be summed up"
                );
            }
        }
    }

    /// The whole of an answer, or the beginning of a longer one.
    async fn whole(&mut self, request: Request, most: usize) -> Result<String, AgentError> {
        let mut reply = self.mind.model.reply(request);
        let mut text = String::new();
        while let Some(piece) = reply.next().await {
            match piece? {
                Piece::Delta(delta) => text.push_str(&delta),
                Piece::Used(usage) => self.voice.say(Utterance::Used(usage)).await,
            }
            if text.len() > most {
                break;
            }
        }
        Ok(text)
    }

    async fn change(&mut self, mut update: StateUpdate) {
        if let Some(plan) = &mut update.plan {
            plan.story.clone_from(&self.story);
            plan.letter.clone_from(&self.letter);
        }
        update.apply(&mut self.state);
        self.voice.say(Utterance::State(Box::new(crate::family::change(&update)))).await;
    }

    /// What the message tells. If the model does not say it in a form that can be read, the tables read the message: the
    /// conversation goes on. If it does not answer at all, it would not find words either, and the turn ends.
    async fn understand(&mut self) -> Result<Heard, AgentError> {
        let state = &self.state;
        let told = match state.phase {
            Phase::Complete if state.family.plan.is_none() => return Ok(Heard::Nothing),
            Phase::Interview | Phase::Chat => self.told_hera().await,
            Phase::Family | Phase::Complete => self.told_family().await,
        };
        match told {
            Err(error) if is_about_form(error.code) => {
                let (session, turn) = (self.prompt.session, self.prompt.turn);
                tracing::warn!(
                    session = %session.hashed(),
                    %turn,
                    code = error.code.name(),
                    "the model's reading is no use; the tables read"
                );
                Ok(decide::by_tables(&self.prompt))
            }
            told => told,
        }
    }

    async fn told_hera(&mut self) -> Result<Heard, AgentError> {
        let asked = hera::asked(&self.state, &self.prompt.history);
        let data = Data::default()
            .with("profile", Value::from(data::profile(&self.state.profile)))
            .with("asked", data::names(&asked));
        let instructions = Page::Extract.begin(self.language, &[]);
        let answer = self.read(instructions, data, View::Alone, interview::schema()).await?;
        let users = self.spoken.iter().filter(|said| said.speaker.is_none());
        let said = checked::Said::new(users.map(|said| said.text.as_str()));
        let tables = hera::listen(&self.state, &self.prompt.history, &self.prompt.text);
        let (told, wishes_to_meet) = interview::read(&answer, &said, &tables);
        // What was not asked for is declined only if the tables hear that, too: a model alone could decline everything.
        let mut declinable = tables.declined;
        declinable.extend(asked);
        Ok(Heard::Hera { told: Box::new(told.merge(&self.state.profile, &declinable)), wishes_to_meet })
    }

    async fn told_family(&mut self) -> Result<Heard, AgentError> {
        let members = family::members(&self.prompt);
        let numbered = members.iter().enumerate().map(|(number, member)| data::brief(member).with("number", number));
        let trip = self.state.family.trip.clone();
        let data = Data::default()
            .with("members", numbered.map(Value::from).collect::<Vec<_>>())
            .with("outing", Value::from(data::outing(&trip)))
            .with("proposal", self.state.family.talk.offer.as_ref().map(|offer| Value::from(data::proposal(offer))));
        let instructions = Page::Understand.begin(self.language, &[]);
        let view = View::Among { own: None, language: self.language };
        let answer = self.read(instructions, data, view, talk::schema()).await?;
        let mut heard = talk::read(&answer, members.len(), &trip);
        // "And you?", without a name: the tables know whom the last message was for.
        if heard.meant.is_empty() {
            heard.meant = family::hear(&self.prompt).meant;
        }
        Ok(Heard::Family(heard))
    }

    /// Asks for a JSON object.
    async fn read(
        &mut self,
        instructions: Instructions,
        data: Data,
        view: View<'_>,
        schema: Schema,
    ) -> Result<Value, AgentError> {
        let recent = self.spoken.len().saturating_sub(RECENT);
        let mut request = self.request(instructions, data, &self.spoken[recent..], view);
        request.schema = Some(schema);
        let text = self.whole(request, MOST_JSON).await?;
        let answer = serde_json::from_str::<Value>(&text).ok().filter(Value::is_object);
        let message = "the model's answer is not the JSON that was asked for".to_owned();
        answer.ok_or(AgentError { code: RunErrorCode::BadAnswer, message })
    }

    /// Says what no model is to put in other words.
    async fn say_as_written(&mut self, name: String, text: String) {
        self.voice.say(Utterance::Start { name: name.clone() }).await;
        self.voice.say(Utterance::Delta(text.clone())).await;
        self.voice.say(Utterance::End).await;
        self.spoken.push(Spoken { speaker: Some(name), text });
    }

    /// Says what is asked for, as the model puts it.
    async fn speak(&mut self, name: String, cue: &Cue) -> Result<(), AgentError> {
        self.voice.say(Utterance::Start { name: name.clone() }).await;
        let mut text = String::new();
        match cue {
            Cue::Hera(brief) => {
                self.say(self.of_hera(brief), &mut self.alone(&name), &mut text).await?;
                if let Some(read_out) = &brief.read_out {
                    self.add(format!("\n\n{read_out}"), &mut text).await;
                }
            }
            Cue::Care(direction) => {
                let instructions = Page::Hera.begin(self.language, &[]).with(direction, &[]);
                let data = Data::default().with("profile", Value::from(data::profile(&self.state.profile)));
                let request = self.request(instructions, data, &self.spoken, View::Alone);
                self.say(request, &mut self.alone(&name), &mut text).await?;
            }
            // Said without a model.
            Cue::AsWritten => {}
            Cue::HandOver => {
                let instructions = Page::Hera.begin(self.language, &[]).with("hand_over", &[]);
                let data = Data::default().with("profile", Value::from(data::profile(&self.state.profile)));
                let request = self.request(instructions, data, &self.spoken, View::Alone);
                self.say(request, &mut self.alone(&name), &mut text).await?;
            }
            Cue::Member { index, moves } => {
                self.say(self.of_member(*index, moves), &mut self.among(&name), &mut text).await?;
            }
            Cue::Story => {
                self.write(Page::Story, &name, 0, &mut text).await?;
                self.story.clone_from(&text);
            }
            Cue::Letter { signed } => {
                let below = Measure::of(self.language).length(signed);
                self.write(Page::Letter, &name, below, &mut text).await?;
                self.add(format!("\n\n{signed}"), &mut text).await;
                self.letter.clone_from(&text);
            }
        }
        self.voice.say(Utterance::End).await;
        self.spoken.push(Spoken { speaker: Some(name), text });
        Ok(())
    }

    /// Says what the model answers, after the `text` that was said before, as a paragraph of its own.
    async fn say(&mut self, request: Request, speech: &mut Speech, text: &mut String) -> Result<(), AgentError> {
        let mut reply = self.mind.model.reply(request);
        let before = text.len();
        while let Some(piece) = reply.next().await {
            match piece? {
                Piece::Delta(delta) => {
                    let words = speech.push(&delta);
                    self.go_on(words, before, text).await;
                }
                Piece::Used(usage) => self.voice.say(Utterance::Used(usage)).await,
            }
            if speech.is_cut() {
                break;
            }
        }
        let words = speech.finish();
        self.go_on(words, before, text).await;
        if text.len() == before {
            let message = "the model said nothing that can be shown".to_owned();
            return Err(AgentError { code: RunErrorCode::EmptyAnswer, message });
        }
        Ok(())
    }

    /// Says more of a paragraph, of which all is `text` that is not `before` it.
    async fn go_on(&mut self, words: String, before: usize, text: &mut String) {
        if !words.is_empty() && before > 0 && text.len() == before {
            self.add("\n\n".into(), text).await;
        }
        self.add(words, text).await;
    }

    async fn add(&mut self, words: String, text: &mut String) {
        if !words.is_empty() {
            text.push_str(&words);
            self.voice.say(Utterance::Delta(words)).await;
        }
    }

    fn of_hera(&self, brief: &Brief) -> Request {
        let profile = &self.state.profile;
        let items = brief.asks.join(list_comma(self.language));
        let mut instructions = Page::Hera
            .begin(self.language, &[])
            .with_if(brief.first, "first")
            .with_if(brief.learnt && !brief.corrected, "learnt")
            .with_if(brief.learnt && brief.corrected, "corrected")
            .with_if(!brief.learnt && !brief.declined && !brief.first, "unlearnt")
            .with_if(brief.declined, "declined")
            .with_if(!brief.chosen.is_empty(), "chosen")
            .with_if(!self.pictures.is_empty(), "picture");
        if !brief.asks.is_empty() {
            instructions = instructions.with("ask", &[("items", &items)]);
        } else if brief.was_complete {
            instructions = instructions.with("still_complete", &[]);
        } else {
            instructions = instructions.with("complete", &[]);
        }
        let instructions = instructions.with_if(brief.paints, "paints");
        let data = Data::default()
            .with("profile", Value::from(data::profile(profile)))
            .with("missing", profile.missing().iter().map(|field: &Field| field.name()).collect::<Vec<_>>())
            .with("chosen", brief.chosen.clone());
        self.request(instructions, data, &self.spoken, View::Alone)
    }

    fn of_member(&self, index: usize, moves: &[Move]) -> Request {
        let members = &self.state.family.members;
        let mut instructions = Page::Member.begin(self.language, &[]);
        for asked in moves {
            instructions = instructions.with(asked.name(), &[]);
        }
        let others = members.iter().enumerate().filter(|(other, _)| *other != index);
        let profile = &self.state.profile;
        let person =
            Data::default().with("name", profile.name.as_deref()).with("gender", profile.gender.map(data::gender));
        let arranged = Arrangements::of(&self.state.family.talk.facts);
        let person = person.with("wants_to_be_called", arranged.called.as_deref());
        let outing = data::outing(&self.state.family.trip)
            .with("day", arranged.day.as_deref())
            .with("leaves_at", arranged.hour.as_deref());
        let data = Data::default()
            .with("you", members.get(index).map(|member| Value::from(data::persona(member))))
            .with("others", others.map(|(_, member)| Value::from(data::brief(member))).collect::<Vec<_>>())
            .with("person", Value::from(person.with("age", self.state.profile.age)))
            .with("outing", Value::from(outing))
            .with("told", data::told(members, &self.state.family.talk.facts))
            .with("about", moves.iter().find_map(Move::about));
        let own = members.get(index).map(|member| member.name.as_str());
        self.request(instructions, data, &self.spoken, View::Among { own, language: self.language })
    }

    fn request(&self, instructions: Instructions, data: Data, spoken: &[Spoken], view: View<'_>) -> Request {
        let memory = self.state.interview.summary.as_ref().map(|summary| summary.text.as_str());
        let (instructions, data) = (instructions.text(), data.with("memory", memory).block());
        let room = room(self.mind.window, tokens(&instructions) + tokens(&data));
        self.room.set(self.room.get().min(room));
        let lines = transcript::lines(data, spoken, view, &self.pictures, room);
        Request { instructions, lines, schema: None }
    }

    fn alone(&self, name: &str) -> Speech {
        Speech::new([name, "ヘーラー"], [person(self.language), "User"], SAID)
    }

    fn among(&self, name: &str) -> Speech {
        let members = self.state.family.members.iter().map(|member| member.name.as_str());
        Speech::new([name], members.chain([person(self.language), "User", hera::NAME, "ヘーラー"]), SAID)
    }
}

/// Between things that are asked for.
const fn list_comma(language: Language) -> &'static str {
    match language {
        Language::Japanese => "、",
        Language::English => ", ",
    }
}

/// How long a summary is to be.
const fn summary_length(language: Language) -> usize {
    match language {
        Language::Japanese => 400,
        Language::English => 200,
    }
}

/// Whether an error is about how an answer was put, and not about there being none.
const fn is_about_form(code: RunErrorCode) -> bool {
    matches!(
        code,
        RunErrorCode::BadAnswer
            | RunErrorCode::EmptyAnswer
            | RunErrorCode::AgentInterrupted
            | RunErrorCode::AgentRefused
            | RunErrorCode::ReplyTooLong
    )
}
