//! How what is said step by step becomes a stream.

use futures::channel::mpsc;
use futures::stream::{self, BoxStream, StreamExt as _};
use futures::{SinkExt as _, future};

use crate::agent::{AgentError, Utterance};

/// Says things, each when it is taken: nothing is said in advance but one.
pub struct Voice(mpsc::Sender<Result<Utterance, AgentError>>);

impl Voice {
    pub async fn say(&mut self, utterance: Utterance) {
        // Who does not listen any more has dropped this work, too.
        let _ = self.0.send(Ok(utterance)).await;
    }
}

/// What `work` says, and how it fails if it does. The work goes on only while the stream is read, and ends with it.
pub fn told<F>(work: impl FnOnce(Voice) -> F) -> BoxStream<'static, Result<Utterance, AgentError>>
where
    F: Future<Output = Result<(), AgentError>> + Send + 'static,
{
    let (sender, said) = mpsc::channel(0);
    let mut last = sender.clone();
    let working = work(Voice(sender));
    let working = async move {
        if let Err(error) = working.await {
            let _ = last.send(Err(error)).await;
        }
        None
    };
    stream::select(said.map(Some), stream::once(working)).filter_map(future::ready).boxed()
}
