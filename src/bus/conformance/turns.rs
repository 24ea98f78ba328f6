//! Turns are handed out one at a time per session, in order, until they are settled.

use super::*;
use crate::bus::{Cancel, Earlier, Opening};
use crate::domain::{
    Awaited, BigFive, Fact, Family, FamilyRole, Gender, InterruptId, Interview, Language, Member, MessageId, Offer,
    Phase, Plan, PlanLine, StateUpdate, Summary, Talk, Trip,
};

pub async fn one_turn_at_a_time_in_order(factory: &dyn Factory) {
    let store = factory.open().await;
    let (one, other) = (session(&*store).await, session(&*store).await);
    for name in ["a", "b"] {
        queue(&*store, one, name).await;
        queue(&*store, other, name).await;
    }
    let first = claim(&*store).await;
    let second = claim(&*store).await;
    assert_ne!(first.fence.session, second.fence.session, "sessions do not wait for one another");
    assert_eq!((said(&first).text.as_str(), said(&second).text.as_str()), ("text of a", "text of a"));
    assert!(dropped_after(50, store.claim()).await.is_none(), "two turns of one session at a time");
    append(&*store, &first, ending(&first, "done")).await.unwrap();
    let third = claim(&*store).await;
    assert_eq!((third.fence.session, said(&third).text.as_str()), (first.fence.session, "text of b"));
}

pub async fn a_dropped_claim_is_handed_out_again(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let mut last = 0;
    for _ in 0..3 {
        let claim = claim(&*store).await;
        assert!(claim.fence.attempt > last, "attempts grow");
        last = claim.fence.attempt;
    }
    let running = claim(&*store).await;
    append(&*store, &running, opening(&running)).await.unwrap();
    let begun = vec![speech(&running)];
    drop(running);
    let again = claim(&*store).await;
    let left = |open: Vec<_>| Some(Earlier { begun: begun.clone(), open, steps: Vec::new() });
    assert_eq!(again.earlier, left(begun.clone()), "what was begun is told, and that it was not ended");
    let ended = Event::MessageEnd { message_id: begun[0] };
    append(&*store, &again, Batch { events: vec![ended], ..Batch::default() }).await.unwrap();
    drop(again);
    let again = claim(&*store).await;
    assert_eq!(again.earlier, left(Vec::new()), "what was ended is not to be ended again");
    append(&*store, &again, ending(&again, "done")).await.unwrap();
    drop(again);
    assert!(dropped_after(50, store.claim()).await.is_none(), "a settled turn was handed out again");
}

pub async fn a_repeated_batch_has_no_second_effect(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let running = claim(&*store).await;
    let numbered = |number, batch| Batch { number, ..batch };
    let append = async |batch| in_time(store.append(&running.fence, batch)).await;
    let state = Some(phase(Phase::Family));
    let batches = [opening(&running), word(&running, "once "), Batch { state, ..Batch::default() }];
    for (number, batch) in (1..).zip(batches) {
        let first = append(numbered(number, batch.clone())).await.unwrap();
        let version = store.find(session).await.unwrap().unwrap().version;
        assert_eq!(append(numbered(number, batch)).await.unwrap(), first);
        assert_eq!(head(&*store, session).await, first);
        assert_eq!(store.find(session).await.unwrap().unwrap().version, version);
    }
    let gap = append(numbered(5, word(&running, "too early"))).await;
    assert!(matches!(gap, Err(StoreError::Fenced)), "{gap:?}");
    append(numbered(4, ending(&running, "so once "))).await.unwrap();
    assert_eq!(texts(&*store, session).await, ["text of a", "so once "]);
}

pub async fn an_older_claim_is_refused(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let older = claim(&*store).await;
    let fence = older.fence;
    let (said, ended) = (word(&older, "x"), ending(&older, "x"));
    drop(older);
    let refused = async |batch: &Batch| {
        let outcome = store.append(&fence, batch.clone()).await;
        assert!(matches!(outcome, Err(StoreError::Fenced)), "{outcome:?}");
    };
    refused(&said).await;
    let newer = claim(&*store).await;
    refused(&said).await;
    refused(&ended).await;
    append(&*store, &newer, ending(&newer, "y")).await.unwrap();
    refused(&said).await;
    refused(&ended).await;
    let late = append(&*store, &newer, word(&newer, "late")).await;
    assert!(matches!(late, Err(StoreError::Fenced)), "{late:?}");
    assert_eq!(texts(&*store, session).await, ["text of a", "y"]);
    assert_eq!(head(&*store, session).await.seq, 3);
}

pub async fn a_dropped_wait_takes_nothing(factory: &dyn Factory) {
    let store = factory.open().await;
    for polls in POLLS {
        let session = session(&*store).await;
        queue(&*store, session, "a").await;
        // Given up before there is a turn, on the way to it, and when it has been given.
        drop(dropped_after(polls, store.claim()).await);
        let claim = claim(&*store).await;
        assert_eq!(claim.fence.session, session, "after {polls} polls");
        append(&*store, &claim, ending(&claim, "done")).await.unwrap();
    }
    drop(dropped_after(1, store.claim()).await);
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    assert_eq!(claim(&*store).await.fence.session, session, "a wait that was given up takes no wake-up");
}

pub async fn every_waiting_worker_gets_a_turn(factory: &dyn Factory) {
    const WORKERS: usize = 8;
    let store = factory.open().await;
    let mut sessions = Vec::new();
    for _ in 0..WORKERS {
        sessions.push(session(&*store).await);
    }
    for round in 0..10 {
        let mut workers = tokio::task::JoinSet::new();
        for _ in 0..WORKERS {
            let store = Arc::clone(&store);
            workers.spawn(async move {
                let claim = claim(&*store).await;
                append(&*store, &claim, ending(&claim, "done")).await.unwrap();
            });
        }
        let mut writers = tokio::task::JoinSet::new();
        for &session in &sessions {
            let store = Arc::clone(&store);
            writers.spawn(async move { queue(&*store, session, &format!("m{round}")).await });
        }
        writers.join_all().await;
        workers.join_all().await;
    }
}

pub async fn a_cancelled_turn_says_no_more(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let running = claim(&*store).await;
    append(&*store, &running, opening(&running)).await.unwrap();
    append(&*store, &running, word(&running, "shown")).await.unwrap();
    store.cancel(session, None).await.unwrap();
    let state = Batch { state: Some(phase(Phase::Family)), ..Batch::default() };
    for late in [word(&running, "late"), state] {
        let outcome = append(&*store, &running, late).await;
        assert!(matches!(outcome, Err(StoreError::Fenced)), "{outcome:?}");
    }
    append(&*store, &running, ending(&running, "shown")).await.unwrap();
}

pub async fn a_turn_can_be_cancelled(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    assert_eq!(store.cancel(session, None).await.unwrap(), Cancel::NoTurn);
    let first = queue(&*store, session, "a").await.turn;
    let second = queue(&*store, session, "b").await.turn;
    let running = claim(&*store).await;
    assert_eq!(store.cancel(session, Some(second)).await.unwrap(), Cancel::Asked(second));
    assert!(!running.cancelled.is_cancelled());
    assert_eq!(store.cancel(session, None).await.unwrap(), Cancel::Asked(first));
    in_time(running.cancelled.cancelled()).await;
    append(&*store, &running, ending(&running, "cut")).await.unwrap();
    assert_eq!(store.cancel(session, Some(first)).await.unwrap(), Cancel::NoTurn, "it has ended");
    let next = claim(&*store).await;
    assert_eq!(next.fence.turn, second);
    assert!(next.cancelled.is_cancelled(), "a waiting turn ends when its place comes");
}

pub async fn a_wish_to_cancel_survives(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let second = queue(&*store, session, "b").await.turn;
    let running = claim(&*store).await;
    append(&*store, &running, opening(&running)).await.unwrap();
    store.cancel(session, None).await.unwrap();
    store.cancel(session, Some(second)).await.unwrap();
    let store = factory.open_after_kill().await;
    let running = claim(&*store).await;
    assert!(running.cancelled.is_cancelled());
    append(&*store, &running, ending(&running, "cut")).await.unwrap();
    let store = factory.open().await;
    let next = claim(&*store).await;
    assert_eq!(next.fence.turn, second);
    assert!(next.cancelled.is_cancelled());
}

pub async fn a_turn_is_run_again_from_where_it_began(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let running = claim(&*store).await;
    assert_eq!((read(&running.state).phase, running.stored.as_deref()), (Phase::Interview, None));
    append(&*store, &running, opening(&running)).await.unwrap();
    for next in [Phase::Family, Phase::Complete] {
        append(&*store, &running, Batch { state: Some(phase(next)), ..Batch::default() }).await.unwrap();
    }
    let (begun, attempt) = (vec![speech(&running)], running.fence.attempt);
    assert_eq!(read(&store.find(session).await.unwrap().unwrap().state).phase, Phase::Complete);
    let store = factory.open_after_kill().await;
    let again = claim(&*store).await;
    assert_eq!(read(&again.state).phase, Phase::Interview, "the turn starts from the state it began with");
    assert_eq!(read(again.stored.as_ref().unwrap()).phase, Phase::Complete, "and knows what readers have seen of it");
    assert!(again.fence.attempt > attempt, "{attempt}, then {}", again.fence.attempt);
    assert_eq!(again.earlier, Some(Earlier { begun: begun.clone(), open: begun.clone(), steps: Vec::new() }));
    assert_ne!(speech(&again), begun[0], "the texts of two attempts are told apart");
    append(&*store, &again, Batch { state: Some(phase(Phase::Family)), ..ending(&again, "done") }).await.unwrap();
    queue(&*store, session, "b").await;
    assert_eq!(read(&claim(&*store).await.state).phase, Phase::Family);
}

pub async fn a_family_is_kept(factory: &dyn Factory) {
    let family = family();
    let Family { members, trip, plan, talk } = family.clone();
    let summary = Some(Summary { text: "昔\n".into(), through: MessageId::from_number(u64::MAX) });
    let interrupts = vec![InterruptId::Text("int-\"1\"".to_owned()), InterruptId::Number("7".to_owned())];
    let interview = Interview { turns: 2, summary, interrupts, ..Interview::default() };
    let parts = [
        StateUpdate { members: Some(members), interview: Some(interview.clone()), ..StateUpdate::default() },
        StateUpdate { trip: Some(trip), talk: Some(talk), ..StateUpdate::default() },
        StateUpdate { phase: Some(Phase::Complete), plan, ..StateUpdate::default() },
    ];
    let store = factory.open().await;
    let session = session(&*store).await;
    let begun = StateUpdate { trip: Some(Trip::default()), talk: Some(Talk::default()), ..StateUpdate::default() };
    assert!(store.update(session, 0, change(&begun), None).await.unwrap(), "and outside a turn");
    queue(&*store, session, "a").await;
    let running = claim(&*store).await;
    append(&*store, &running, opening(&running)).await.unwrap();
    for part in parts.clone() {
        append(&*store, &running, Batch { state: Some(change(&part)), ..Batch::default() }).await.unwrap();
    }
    let kept = |store: Arc<dyn Backend>| async move { read(&store.find(session).await.unwrap().unwrap().state).family };
    assert_eq!(kept(Arc::clone(&store)).await, family);
    let store = factory.open_after_kill().await;
    assert_eq!(kept(Arc::clone(&store)).await, family);
    let again = claim(&*store).await;
    assert_eq!(read(&again.state).family, Family::default(), "the turn starts from the family it began with");
    let last = Batch { state: Some(change(&parts[0])), ..ending(&again, "done") };
    append(&*store, &again, last).await.unwrap();
    queue(&*store, session, "b").await;
    let next = read(&claim(&*store).await.state);
    assert_eq!((next.family, next.interview), (family.clone(), interview), "and the next one from what it left");
    let newest = store.subscribe(session, Start::Snapshot).await.unwrap().opening;
    let Opening::Snapshot { snapshot, .. } = newest else { panic!("{newest:?}") };
    assert_eq!(read(&snapshot.state).family, family);
}

fn family() -> Family {
    let trip = Trip { destination: Some("海 \"sea\"".into()), activities: vec!["花火".into(), String::new()] };
    let line = PlanLine { speaker: "花".into(), message: "うん\n".into() };
    Family {
        members: vec![Member {
            name: "花".into(),
            role: FamilyRole::Child,
            gender: Some(Gender::Female),
            age: 7,
            personality: BigFive { openness: Some(0.37), ..BigFive::default() },
            speaking_style: "静か".into(),
            traits: vec!["好奇心".into()],
            goals: Vec::new(),
            background: String::new(),
        }],
        plan: Some(Plan {
            trip: trip.clone(),
            story: "昔々\n".into(),
            letter: "Dear \\ you,".into(),
            conversation_log: vec![line],
        }),
        trip,
        talk: Talk {
            language: Some(Language::Japanese),
            first_turn: Some(TurnId::from_number(u64::MAX)),
            turns: 3,
            painted: 2,
            repainted: 1,
            offer: Some(Offer::Activity("釣り".into())),
            said: vec![0, u32::MAX],
            addressed: Some(1),
            awaits: Some(Awaited::Activity),
            proposed: Some(2),
            asked: Some("dish".into()),
            facts: vec![Fact { by: 1, about: "dish".into(), what: "カレー \"hot\"".into() }],
        },
    }
}

pub async fn waiting_turns_survive_in_order(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    let mut turns = Vec::new();
    for number in 0..6 {
        turns.push(queue(&*store, session, &format!("m{number}")).await.turn);
    }
    let store = factory.open().await;
    for turn in &turns[..3] {
        assert_eq!(run_turn(&*store).await.fence.turn, *turn);
    }
    let store = factory.open_after_kill().await;
    for turn in &turns[3..] {
        assert_eq!(run_turn(&*store).await.fence.turn, *turn);
    }
}

pub async fn a_long_turn_is_known_to_have_begun(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let running = claim(&*store).await;
    append(&*store, &running, opening(&running)).await.unwrap();
    for number in 0..KEPT * 3 {
        append(&*store, &running, word(&running, &format!("{number} "))).await.unwrap();
        // Each of these is stored by itself, so that old ones may be let go one by one.
        append(&*store, &running, Batch { state: Some(crate::domain::Change::default()), ..Batch::default() })
            .await
            .unwrap();
    }
    let begun = vec![speech(&running)];
    let store = factory.open_after_kill().await;
    assert_eq!(
        claim(&*store).await.earlier,
        Some(Earlier { begun: begun.clone(), open: begun, steps: Vec::new() }),
        "the log still tells that it began"
    );
}

pub async fn an_ended_turn_stays_ended(factory: &dyn Factory) {
    let store = factory.open().await;
    let session = session(&*store).await;
    queue(&*store, session, "a").await;
    let ended = run_turn(&*store).await;
    let last = head(&*store, session).await;
    let store = factory.open_after_kill().await;
    assert!(dropped_after(50, store.claim()).await.is_none(), "it was handed out again");
    assert_eq!(head(&*store, session).await, last, "what ends a turn is durable with it");
    assert_eq!(texts(&*store, session).await, ["text of a", "so "]);
    let late = store.append(&ended.fence, word(&ended, "late")).await;
    assert!(matches!(late, Err(StoreError::Fenced)), "{late:?}");
}
