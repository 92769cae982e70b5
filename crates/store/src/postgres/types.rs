//! How the six kinds of cells travel to PostgreSQL and back.

use crate::Value;
use anyhow::{Result, anyhow};
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use std::error::Error;

type Failed = Box<dyn Error + Sync + Send>;

fn cannot(value: &Value, ty: &Type) -> Failed {
    format!("{} cannot be given where PostgreSQL expects {ty}", value.kind()).into()
}

/// How a value is handed to the driver.
#[derive(Debug)]
pub(crate) struct Given<'a>(pub &'a Value);

impl ToSql for Given<'_> {
    fn to_sql(&self, ty: &Type, out: &mut bytes::BytesMut) -> Result<IsNull, Failed> {
        let text = matches!(*ty, Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN);
        match (self.0, ty) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Words(words), _) if text => words.to_sql(ty, out),
            (Value::Bytes(bytes), &Type::BYTEA) => bytes.to_sql(ty, out),
            (Value::Flag(yes), &Type::BOOL) => yes.to_sql(ty, out),
            (Value::Count(n @ (0 | 1)), &Type::BOOL) => (*n == 1).to_sql(ty, out),
            (Value::Count(n), &Type::INT8) => n.to_sql(ty, out),
            (Value::Flag(yes), &Type::INT8) => i64::from(*yes).to_sql(ty, out),
            (Value::Count(n), &Type::INT4) => i32::try_from(*n)?.to_sql(ty, out),
            (Value::Count(n), &Type::INT2) => i16::try_from(*n)?.to_sql(ty, out),
            (other, _) => Err(cannot(other, ty)),
        }
    }
    fn accepts(_: &Type) -> bool {
        true
    }
    to_sql_checked!();
}

/// How a cell comes back.
struct Taken(Value);

impl<'a> FromSql<'a> for Taken {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Failed> {
        Ok(Self(match *ty {
            Type::TEXT | Type::VARCHAR | Type::BPCHAR | Type::NAME | Type::UNKNOWN => {
                Value::Words(String::from_sql(ty, raw)?)
            }
            Type::INT8 => Value::Count(i64::from_sql(ty, raw)?),
            Type::INT4 => Value::Count(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Value::Count(i16::from_sql(ty, raw)?.into()),
            Type::BOOL => Value::Flag(bool::from_sql(ty, raw)?),
            Type::BYTEA => Value::Bytes(raw.to_vec()),
            _ => return Err(format!("PostgreSQL answers with {ty}; cast it to one of the six kinds").into()),
        }))
    }
    fn from_sql_null(_: &Type) -> Result<Self, Failed> {
        Ok(Self(Value::Null))
    }
    fn accepts(_: &Type) -> bool {
        true
    }
}

/// The cells of a row. Errors name the column.
pub(crate) fn values(row: &postgres::Row) -> Result<Vec<Value>> {
    (0..row.len())
        .map(|i| {
            row.try_get::<_, Taken>(i).map(|taken| taken.0).map_err(|error| {
                let why = error.source().map_or_else(|| error.to_string(), ToString::to_string);
                anyhow!("column '{}': {why}", row.columns()[i].name())
            })
        })
        .collect()
}
