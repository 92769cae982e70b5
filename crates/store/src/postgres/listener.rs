//! The listener: hears what any server of the house announced, and tells this one's subscribers.

use super::tls::Connector;
use crate::shared::Shared;
use anyhow::Result;
use postgres::{Client, Notification, fallible_iterator::FallibleIterator};
use std::{
    sync::mpsc::{Receiver, RecvTimeoutError, SyncSender},
    time::Duration,
};

/// How long it listens before it looks whether it should stop.
const PATIENCE: Duration = Duration::from_millis(300);
const AT_ONCE: usize = 1024;

/// Runs until the sender of `stop` is gone; says once when it hears for the first time.
pub(crate) fn listen(connector: &Connector, shared: &Shared, stop: &Receiver<()>, ready: &SyncSender<()>) {
    let stopped = |wait| !matches!(stop.recv_timeout(wait), Err(RecvTimeoutError::Timeout));
    loop {
        if let Err(error) = hear(connector, shared, &|| stopped(Duration::ZERO), ready) {
            tracing::warn!(
                error = format!("{error:#}"),
                "announcements of other servers are not heard; trying again"
            );
        }
        if stopped(Duration::from_secs(1)) {
            return;
        }
    }
}

fn hear(
    connector: &Connector,
    shared: &Shared,
    stopped: &dyn Fn() -> bool,
    ready: &SyncSender<()>,
) -> Result<()> {
    let mut client = connector.connect()?;
    client.batch_execute("listen orderly").map_err(|e| super::line::plain(&e))?;
    // While nobody listened a key may have been destroyed elsewhere.
    shared.keys.forget();
    let _ = ready.try_send(());
    while !stopped() {
        let heard = hear_some(&mut client).map_err(|e| super::line::plain(&e))?;
        if heard.is_empty() {
            // Silence may be a connection that is gone.
            client.is_valid(Duration::from_secs(10)).map_err(|e| super::line::plain(&e))?;
        }
        for notification in heard {
            shared.tell(notification.payload());
        }
    }
    Ok(())
}

/// Waits for one announcement, and takes along those that came with it.
fn hear_some(client: &mut Client) -> Result<Vec<Notification>, postgres::Error> {
    let mut notifications = client.notifications();
    let mut heard = Vec::from_iter(notifications.timeout_iter(PATIENCE).next()?);
    while heard.len() < AT_ONCE
        && let Some(next) = notifications.iter().next()?
    {
        heard.push(next);
    }
    Ok(heard)
}
