//! What an organization is under HIPAA: somebody answers the test of 45 CFR 160.103, the answers are kept with what they
//! mean, and a repeated test leaves the older ones as they were.

use crate::records;
use kernel::{Done, Fact};
use kernel::{Duty, Moment, OrgId, PersonId, Phi, Refusal, Stop};
use office::{Act, Ground, Order, Question};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{Look, Work};

/// More tests of one organization than this are a mistake.
const MOST_TESTS: i64 = 1_000;

store::kinds! {
    /// What the answers mean together.
    PartyResult {
        CoveredEntity = "covered-entity" "Covered entity",
        BusinessAssociate = "business-associate" "Business associate",
        Both = "both" "Covered entity, and a business associate of others",
        Neither = "neither" "Neither a covered entity nor a business associate",
    }
}

/// Answers the test whether an organization is a covered entity or a business associate.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerPartyTest {
    pub organization: OrgId,
    /// The questions of 45 CFR 160.103, each answered yes or no.
    #[schemars(schema_with = "answers_schema")]
    pub answers: law::PartyAnswers,
}

/// What the answers mean.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PartyTestReceipt {
    pub result: PartyResult,
    /// The number of this test, from 1 on.
    pub number: i64,
}

impl Order for AnswerPartyTest {
    const ACT: Act = Act {
        name: "organizations.answer-party-test",
        says: "Answer whether an organization is a covered entity or a business associate",
        path: "/organizations/{organization}/party-test",
        duty: Duty::ManageOrganizations,
        phi: Phi::None,
    };
    type Receipt = PartyTestReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.organization)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<PartyTestReceipt>, Stop> {
        if records::one(work)?.is_none() {
            return Err(Refusal::not_found("organization").into());
        }
        let party = law::classify(&self.answers);
        let result = match &party {
            law::Party::CoveredEntity(_) => PartyResult::CoveredEntity,
            law::Party::BusinessAssociate(_) => PartyResult::BusinessAssociate,
            law::Party::Both(_) => PartyResult::Both,
            law::Party::Neither => PartyResult::Neither,
            law::Party::Open(open) => return Err(still_open(open)),
        };
        let last = records::party_tests(work)?.first().map_or(0, |test| test.number);
        if last >= MOST_TESTS {
            return Err(Refusal::conflict("This organization has been tested a thousand times.").into());
        }
        let answers = serde_json::to_string(&self.answers).map_err(anyhow::Error::from)?;
        let test = records::PartyTest {
            number: last + 1,
            answers,
            result,
            confidence: word(&party.confidence()),
            by: work.person(),
            at: work.now(),
        };
        records::keep_party_test(work, &test)?;
        let because: Vec<String> = party.because().iter().map(word).collect();
        let fact = Fact::new("organizations.party-test-answered", self.organization)
            .about(self.organization)
            .with("result", result)
            .with("because", because)
            .with("confidence", &test.confidence)
            .with("number", test.number);
        Ok(Done::new(fact, PartyTestReceipt { result, number: test.number }))
    }
}

fn still_open(open: &[law::PartyQuestion]) -> Stop {
    let asked: Vec<&str> = open.iter().take(3).map(|q| q.inquiry().text.as_str()).collect();
    let sentence = format!("These questions decide and are open: {}", asked.join(" "));
    let field = open.first().map_or_else(|| "answers".to_owned(), |q| format!("answers.{}", word(q)));
    Refusal::invalid(&field, sentence).into()
}

/// The word of something that is one.
fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

/// How the answers stand in the API: one yes or no for each question, left out while it is open.
fn answers_schema(_: &mut SchemaGenerator) -> Schema {
    let shape = |(inquiry, place): (&law::PartyInquiry, u32)| {
        let remark =
            inquiry.confidence.remark().map_or_else(String::new, |r| format!(" Our sentence is {r}."));
        let shape = json!({ "type": "string", "enum": ["yes", "no"], "title": inquiry.text,
                            "description": format!("{} ({}){remark}", inquiry.means, inquiry.paragraph),
                            "x-order": place });
        (word(&inquiry.question), shape)
    };
    let properties: serde_json::Map<String, Value> =
        law::party_questions().iter().zip(1_u32..).map(shape).collect();
    json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// Shows what an organization is under HIPAA, with the answers that say so.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PartyTests {
    pub organization: OrgId,
}

/// The tests of an organization.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PartyTestList {
    pub organization: OrgId,
    /// Newest first: the first one counts.
    pub tests: Vec<PartyTestLine>,
}

/// A test that was answered.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PartyTestLine {
    pub number: i64,
    pub result: PartyResult,
    /// How well the statements behind the result were checked, when that is worth saying.
    pub remark: Option<String>,
    pub answers: Vec<PartyAnswerLine>,
    pub by: Option<PersonId>,
    pub at: Moment,
}

/// A question of the test with its answer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PartyAnswerLine {
    pub question: String,
    pub text: &'static str,
    pub paragraph: &'static str,
    /// Nothing while it is open.
    pub yes: Option<bool>,
}

impl Question for PartyTests {
    const ACT: Act = Act {
        name: "organizations.party-tests",
        says: "Show what an organization is under HIPAA",
        path: "/organizations/{organization}/party-tests",
        duty: Duty::ReadOrganizations,
        phi: Phi::None,
    };
    type Answer = PartyTestList;

    fn ground(&self) -> Ground {
        Ground::Org(self.organization)
    }

    fn answer(&self, look: &mut Look) -> Result<PartyTestList, Stop> {
        let tests = records::party_tests(look)?.into_iter().map(line).collect::<Result<_, Stop>>()?;
        Ok(PartyTestList { organization: self.organization, tests })
    }
}

fn line(test: records::PartyTest) -> Result<PartyTestLine, Stop> {
    let given: law::PartyAnswers = serde_json::from_str(&test.answers)
        .map_err(|e| anyhow::anyhow!("the answers of a party test cannot be read: {e}"))?;
    let remark = law::classify(&given).confidence().remark().map(str::to_owned);
    let answer = |inquiry: &'static law::PartyInquiry| PartyAnswerLine {
        question: word(&inquiry.question),
        text: &inquiry.text,
        paragraph: &inquiry.paragraph,
        yes: given.get(&inquiry.question).map(|answer| *answer == law::Answer::Yes),
    };
    Ok(PartyTestLine {
        number: test.number,
        result: test.result,
        remark,
        answers: law::party_questions().iter().map(answer).collect(),
        by: test.by,
        at: test.at,
    })
}
