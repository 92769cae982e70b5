//! What stands in one cell of the database: six kinds and no more, so that both engines hold exactly the
//! same. A fraction is not among them; money and measures are whole numbers of a named unit.

use anyhow::{Result, anyhow, bail};
use kernel::*;
use std::sync::Arc;

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Null,
    Words(String),
    Count(i64),
    Flag(bool),
    Bytes(Vec<u8>),
}

impl Value {
    /// What kind it is, for messages; never what it says.
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Words(_) => "words",
            Value::Count(_) => "a count",
            Value::Flag(_) => "a flag",
            Value::Bytes(_) => "bytes",
        }
    }
}

macro_rules! into_value {
    ($($from:ty => |$v:ident| $make:expr;)*) => {$(
        impl From<$from> for Value { fn from($v: $from) -> Self { $make } }
    )*};
}

into_value! {
    &str => |v| Value::Words(v.to_owned());
    String => |v| Value::Words(v);
    &String => |v| Value::Words(v.clone());
    i64 => |v| Value::Count(v);
    i32 => |v| Value::Count(v.into());
    u32 => |v| Value::Count(v.into());
    u16 => |v| Value::Count(v.into());
    usize => |v| Value::Count(i64::try_from(v).unwrap_or(i64::MAX));
    bool => |v| Value::Flag(v);
    Vec<u8> => |v| Value::Bytes(v);
    &[u8] => |v| Value::Bytes(v.to_vec());
    Moment => |v| Value::Count(v.micros());
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(v: Option<T>) -> Self {
        v.map_or(Value::Null, Into::into)
    }
}

/// What a cell can be read as.
pub trait FromValue: Sized {
    /// Errors when the cell is of another kind or out of range; the message never repeats the content.
    fn from_value(v: &Value) -> Result<Self>;
}

fn not(v: &Value, wanted: &str) -> anyhow::Error {
    anyhow!("{} where {wanted} was expected", v.kind())
}

impl FromValue for Value {
    fn from_value(v: &Value) -> Result<Self> {
        Ok(v.clone())
    }
}

impl FromValue for String {
    fn from_value(v: &Value) -> Result<Self> {
        match v {
            Value::Words(text) => Ok(text.clone()),
            other => Err(not(other, "words")),
        }
    }
}

impl FromValue for i64 {
    fn from_value(v: &Value) -> Result<Self> {
        match v {
            Value::Count(n) => Ok(*n),
            other => Err(not(other, "a count")),
        }
    }
}

macro_rules! small_counts {
    ($($name:ty)*) => {$(
        impl FromValue for $name {
            fn from_value(v: &Value) -> Result<Self> {
                let n = i64::from_value(v)?;
                <$name>::try_from(n).map_err(|_| anyhow!(concat!("a count beyond ", stringify!($name))))
            }
        }
    )*};
}

small_counts! { i32 u32 u16 u8 u64 usize }

impl FromValue for bool {
    fn from_value(v: &Value) -> Result<Self> {
        match v {
            Value::Flag(yes) => Ok(*yes),
            Value::Count(0) => Ok(false),
            Value::Count(1) => Ok(true),
            Value::Count(_) => bail!("a count other than 0 and 1 where a flag was expected"),
            other => Err(not(other, "a flag")),
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(v: &Value) -> Result<Self> {
        match v {
            Value::Bytes(bytes) => Ok(bytes.clone()),
            other => Err(not(other, "bytes")),
        }
    }
}

impl FromValue for Moment {
    fn from_value(v: &Value) -> Result<Self> {
        i64::from_value(v).map(Moment::from_micros)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(v: &Value) -> Result<Self> {
        match v {
            Value::Null => Ok(None),
            other => T::from_value(other).map(Some),
        }
    }
}

macro_rules! ids {
    ($($name:ident)*) => {$(
        impl From<$name> for Value { fn from(id: $name) -> Self { Value::Words(id.to_string()) } }
        impl From<&$name> for Value { fn from(id: &$name) -> Self { Value::Words(id.to_string()) } }
        impl FromValue for $name {
            fn from_value(v: &Value) -> Result<Self> {
                match v {
                    Value::Words(text) => Ok(text.parse::<$name>()?),
                    other => Err(not(other, concat!("an id of the kind ", stringify!($name)))),
                }
            }
        }
    )*};
}

ids! {
    OrgId LocationId DepartmentId PersonId SessionId TokenId PasskeyId CertificationId EmergencyId
    AgreementId AssetId ImportId TicketId PromiseId EntryId MessageId WebhookId AttachmentId ContractId
    ArticleId TemplateId ViewId TimeEntryId SheetId ChangeId FreezeId RepairId VendorId MailboxId LetterId
    IdentityProviderId RotaId OverrideId SwapId FeedId EscalationPolicyId EscalationId GatewayId
    DowntimeId ProcedureId FormId NumbersId DrillId StationId
    IncidentId IncidentTaskId IsolationId EvidenceId AdvisoryId BreachId
}

/// One row of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    columns: Arc<[String]>,
    values: Vec<Value>,
}

impl Row {
    pub(crate) fn new(columns: Arc<[String]>, values: Vec<Value>) -> Self {
        Self { columns, values }
    }
    /// The cell of the named column. Errors name the column.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T> {
        match self.columns.iter().position(|c| c == column) {
            Some(i) => self.at(i),
            None => bail!("there is no column '{column}' in this answer"),
        }
    }
    /// The cell at a place, counted from 0. Errors name the column.
    pub fn at<T: FromValue>(&self, i: usize) -> Result<T> {
        let value =
            self.values.get(i).ok_or_else(|| anyhow!("there is no column number {i} in this answer"))?;
        T::from_value(value).map_err(|e| e.context(format!("column '{}'", self.columns[i])))
    }
    pub fn columns(&self) -> &[String] {
        &self.columns
    }
    /// The cell as it is; nothing (`Null`) beyond the last column.
    pub fn value(&self, i: usize) -> &Value {
        self.values.get(i).unwrap_or(&Value::Null)
    }
}

/// Named parameters of a statement; written with [`params!`](crate::params).
pub type Params<'a> = &'a [(&'a str, Value)];

/// Named parameters: `params!{ "subject": subject, "at": moment }`.
#[macro_export]
macro_rules! params {
    () => {{ const NONE: $crate::Params<'static> = &[]; NONE }};
    ($($name:literal : $value:expr),+ $(,)?) => { &[$(($name, $crate::Value::from($value))),+] };
}
