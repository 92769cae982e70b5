//! Keys. Each organization has one key, made when it is first needed and kept in the database only wrapped
//! under the master key, which is not in the database. Whoever destroys an organization's key has erased what
//! was sealed under it, in every backup as well.

use crate::sql;
use aes_gcm::{
    Aes256Gcm, Nonce,
    aead::{Aead, KeyInit, Payload},
};
use anyhow::{Result, anyhow, bail, ensure};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use parking_lot::RwLock;
use sha2::Sha256;
use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, OnceLock},
};

sql! {
    FIND "store.find-key" "select wrapped from keys where org = :name";
    MAKE "store.make-key"
        "insert into keys (org, wrapped, made_at, destroyed_at) values (:name, :wrapped, :made_at, null)";
    DESTROY "store.destroy-key"
        "insert into keys (org, wrapped, made_at, destroyed_at) values (:name, null, :at, :at)
         on conflict (org) do update set wrapped = null, destroyed_at = :at";
}

/// The key that wraps all others. It comes from a file or the environment, never from the database.
#[derive(Clone)]
pub struct MasterKey(pub [u8; 32]);

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(‹sealed›)")
    }
}

/// The error of opening what was sealed under a key that was destroyed since.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the key of '{org}' was destroyed, so what was sealed under it is erased")]
pub struct KeyDestroyed {
    /// The organization's id; empty for the house.
    pub org: String,
}

/// What is known of an organization's key.
#[derive(Clone)]
pub(crate) enum Found {
    Key(Arc<OrgKey>),
    Destroyed,
}

/// The first byte of everything sealed: the form it has.
const FORM: u8 = 1;
const NONCE: usize = 12;

fn encrypt(cipher: &Aes256Gcm, nonce: [u8; NONCE], about: &str, plain: &[u8]) -> Vec<u8> {
    let payload = Payload { msg: plain, aad: about.as_bytes() };
    let sealed =
        cipher.encrypt(&Nonce::from(nonce), payload).expect("a text of less than 64 GiB is always sealed");
    [&[FORM], &nonce[..], &sealed].concat()
}

fn decrypt(cipher: &Aes256Gcm, about: &str, sealed: &[u8]) -> Result<Vec<u8>> {
    ensure!(sealed.len() > NONCE && sealed[0] == FORM, "these bytes are not in a sealed form that is known");
    let mut nonce = [0; NONCE];
    nonce.copy_from_slice(&sealed[1..=NONCE]);
    let payload = Payload { msg: &sealed[NONCE + 1..], aad: about.as_bytes() };
    cipher
        .decrypt(&Nonce::from(nonce), payload)
        .map_err(|_| anyhow!("it does not open under this key as '{about}'"))
}

fn keyed(key: &[u8; 32], text: &[u8]) -> [u8; 32] {
    hashed(&hasher(key), text)
}

fn hasher(key: &[u8; 32]) -> Hmac<Sha256> {
    <Hmac<Sha256> as KeyInit>::new_from_slice(key).expect("a keyed hash takes keys of any length")
}

fn hashed(hasher: &Hmac<Sha256>, text: &[u8]) -> [u8; 32] {
    let mut mac = hasher.clone();
    mac.update(text);
    mac.finalize().into_bytes().into()
}

/// An organization's key: three keys for three purposes, all from one. Those that hash stand ready with the
/// key taken in, which is half of the work on a short text.
pub(crate) struct OrgKey {
    cipher: Aes256Gcm,
    commit: Hmac<Sha256>,
    words: Hmac<Sha256>,
}

impl OrgKey {
    pub fn new(key: &[u8; 32]) -> Self {
        Self {
            cipher: Aes256Gcm::new(&keyed(key, b"orderly sealed text").into()),
            commit: hasher(&keyed(key, b"orderly commitment")),
            words: hasher(&keyed(key, b"orderly word mark")),
        }
    }
    pub fn seal(&self, nonce: [u8; NONCE], about: &str, plain: &[u8]) -> Vec<u8> {
        encrypt(&self.cipher, nonce, about, plain)
    }
    pub fn open_bytes(&self, about: &str, sealed: &[u8]) -> Result<Vec<u8>> {
        decrypt(&self.cipher, about, sealed)
    }
    pub fn open(&self, about: &str, sealed: &[u8]) -> Result<String> {
        String::from_utf8(self.open_bytes(about, sealed)?)
            .map_err(|_| anyhow!("what is sealed as '{about}' is not text"))
    }
    pub fn commitment(&self, text: &str) -> String {
        let digest = hashed(&self.commit, text.as_bytes());
        digest.iter().fold("hmac-sha256:".to_owned(), |out, byte| out + &format!("{byte:02x}"))
    }
    pub fn word_mark(&self, word: &str) -> String {
        URL_SAFE_NO_PAD.encode(&hashed(&self.words, word.as_bytes())[..8])
    }
}

type Maker = Box<dyn Fn(&str) -> Result<Found> + Send + Sync>;

/// All keys that were met so far, unwrapped, in memory only.
pub(crate) struct Keys {
    master: Aes256Gcm,
    known: RwLock<HashMap<String, Found>>,
    maker: OnceLock<Maker>,
}

impl Keys {
    pub fn new(master: &MasterKey) -> Self {
        Self {
            master: Aes256Gcm::new(&keyed(&master.0, b"orderly key wrapping").into()),
            known: RwLock::default(),
            maker: OnceLock::new(),
        }
    }

    pub fn cached(&self, name: &str) -> Option<Found> {
        self.known.read().get(name).cloned()
    }

    /// Keeps what was read. A key that was destroyed never comes back.
    pub fn remember(&self, name: &str, found: &Found) {
        let mut known = self.known.write();
        if !matches!(known.get(name), Some(Found::Destroyed)) {
            known.insert(name.to_owned(), found.clone());
        }
    }

    /// Forgets the keys (not which were destroyed): called when news may have been missed.
    pub fn forget(&self) {
        self.known.write().retain(|_, found| matches!(found, Found::Destroyed));
    }

    /// How a reader, who may not write, gets a key made that is not there yet.
    pub fn set_maker(&self, maker: Maker) {
        self.maker.set(maker).unwrap_or_else(|_| tracing::warn!("the maker of keys was set twice"));
    }

    pub fn make_by_writer(&self, name: &str) -> Result<Found> {
        match self.maker.get() {
            Some(maker) => maker(name),
            None => bail!("there is no key yet, and nobody who could make one"),
        }
    }

    pub fn wrap(&self, name: &str, nonce: [u8; NONCE], key: &[u8; 32]) -> Vec<u8> {
        encrypt(&self.master, nonce, &format!("keys/{name}"), key)
    }

    pub fn unwrap(&self, name: &str, wrapped: &[u8]) -> Result<OrgKey> {
        let plain = decrypt(&self.master, &format!("keys/{name}"), wrapped)
            .map_err(|_| anyhow!("the master key is not the one that this database was made with"))?;
        let key = plain.try_into().map_err(|_| anyhow!("a wrapped key is not 32 bytes long"))?;
        Ok(OrgKey::new(&key))
    }
}

const DESTROYED: &str = "\u{1}key destroyed ";

/// What servers tell one another when a key was destroyed; subscribers never hear it.
pub(crate) fn destroyed_announcement(name: &str) -> String {
    format!("{DESTROYED}{name}")
}

pub(crate) fn destroyed_in(announcement: &str) -> Option<&str> {
    announcement.strip_prefix(DESTROYED)
}
