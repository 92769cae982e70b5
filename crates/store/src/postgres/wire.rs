//! A connection on which several questions may be on their way at once: what needs no answer goes along with what does,
//! and one journey to the server and back serves them all.

use super::{line::plain, types::Given};
use crate::Value;
use anyhow::Result;
use futures_util::future::{join, join_all};
use std::future::Future;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::{Client, Config, Error, Socket, Statement, tls::MakeTlsConnect};

/// See the module. It brings a runtime of its own, so it lives on plain threads only.
pub(crate) struct Wire {
    runtime: Runtime,
    pub client: Client,
}

/// What goes along with the next question.
pub(crate) enum Along {
    /// A command, as it is.
    Command(String),
    /// A change of which nobody asks how many rows it met.
    Change { name: &'static str, statement: Statement, values: Vec<Value> },
}

impl Along {
    async fn send(&self, client: &Client) -> Result<(), Error> {
        match self {
            Along::Command(text) => client.batch_execute(text).await,
            Along::Change { statement, values, .. } => {
                client.execute_raw(statement, values.iter().map(Given)).await.map(|_| ())
            }
        }
    }
}

/// What failed on a journey, and which statement it was when it was not the last.
pub(crate) struct Failed {
    pub name: Option<&'static str>,
    pub error: Error,
}

impl Wire {
    /// # Errors
    /// When the server cannot be reached or turns us away.
    pub fn connect<T>(config: &Config, tls: T) -> Result<Self>
    where
        T: MakeTlsConnect<Socket>,
        T::Stream: Send + 'static,
    {
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (client, connection) = runtime.block_on(config.connect(tls)).map_err(|e| plain(&e))?;
        // Whoever asks next is told that the connection is gone.
        drop(runtime.spawn(connection));
        Ok(Self { runtime, client })
    }

    pub fn wait<T>(&self, answer: impl Future<Output = T>) -> T {
        self.runtime.block_on(answer)
    }

    /// Sends what goes along and the question behind it, and waits for all answers. When one of the first fails the server
    /// refuses whatever follows in the transaction.
    pub fn journey<T>(
        &self,
        along: &[Along],
        question: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Failed> {
        let before = join_all(along.iter().map(|along| along.send(&self.client)));
        let (before, last) = self.wait(join(before, question));
        for (along, done) in along.iter().zip(before) {
            if let Err(error) = done {
                let name = if let Along::Change { name, .. } = along { Some(*name) } else { None };
                return Err(Failed { name, error });
            }
        }
        last.map_err(|error| Failed { name: None, error })
    }
}
