//! Links each quantity to what it measures, for whom and when: quantities, periods and names in, statistics out.
//!
//! Every question is answered from the clause first; what a clause leaves out is carried from the one before.

use rust_decimal::Decimal;

use super::clause::{Clause, Context};
use super::indicator::{Indicator, join};
use super::lexicon::Cue;
use super::quantity::{Dimension, Quantity};
use super::subject::Told;
use crate::extraction::{Measure, Modifier, Period};

/// A quantity with everything the article says of it.
#[derive(Debug, Clone)]
pub struct Linked {
    /// The figure and its unit; the value signed.
    pub quantity: Quantity,
    /// What kind of number it is.
    pub measure: Measure,
    /// How exact it is said to be.
    pub modifier: Option<Modifier>,
    /// What is measured.
    pub(super) indicator: Indicator,
    /// The plan that it is set against, which no other figure takes from this one: «kế hoạch».
    plan: String,
    /// What it is about.
    pub(super) told: Told,
    /// When it holds.
    pub period: Option<Period>,
    /// What it is compared with.
    pub baseline: Option<String>,
    /// How the record came about.
    pub rule: String,
}

impl Linked {
    /// What is measured, with the plan that it is set against: «thu ngân sách so với dự toán».
    pub(super) fn label(&self) -> String {
        let label = &self.indicator.label;
        if label.is_empty() || self.plan.is_empty() || label.contains(&self.plan) {
            return label.clone();
        }
        join(&[label, "so với", &self.plan])
    }
}

/// Links all quantities of an article.
pub fn link(context: &Context, quantities: &[Quantity]) -> Vec<Linked> {
    let mut linked: Vec<Linked> = Vec::with_capacity(quantities.len());
    for index in 0..quantities.len() {
        let clause = Clause::at(context, quantities, index);
        let lead = clause.lead();
        if clause.is_no_statistic(&lead) {
            continue;
        }
        let previous = clause.before.and_then(|_| linked.last());
        // «Trong đó, vốn trung ương …» divides what the sentence before has told
        let divided = linked.last().filter(|_| clause.divides_the_last());
        let (measure, negative, why) = clause.measure(&lead, previous.or(divided));
        let mut quantity = clause.quantity.clone();
        // «nếu trừ tiền đất thì thu 24 tỷ đồng» takes something away
        let below_zero = quantity.dimension == Dimension::Money
            && (lead.has(Cue::Negative)
                || clause
                    .cues_left(clause.clause_start())
                    .any(|(cue, at)| cue == Cue::Negative && !clause.word_is(at, &["trừ"])));
        if (negative || below_zero) && quantity.value > Decimal::ZERO {
            quantity.value = -quantity.value;
            quantity.value_max = quantity.value_max.map(|max| -max);
            if let Some(max) = quantity.value_max.as_mut() {
                std::mem::swap(max, &mut quantity.value);
            }
        }
        let modifier = lead
            .modifier
            .or(clause.modifier_after())
            .or(quantity.open.then_some(Modifier::AtLeast))
            .or_else(|| clause.modifier_afar(&lead, measure));
        let indicator = clause.indicator(&lead, measure, &linked);
        let plan = clause.plan_behind(measure, &lead).to_owned();
        let whole = clause.whole(&linked);
        let (period, baseline) = (clause.period(measure, previous, whole), clause.baseline());
        let told = clause.subject(&linked, whole, measure);
        // what a family owns is not of the months that a bank or a province reports on
        let private = told
            .about
            .is_some_and(|about| context.discourse.abouts[about].is_private());
        let period = period.filter(|period| !private || context.period != Some(period));
        let rule = [quantity.rule, " > measure.", why].concat();
        linked.push(Linked {
            quantity,
            measure,
            modifier,
            indicator,
            plan,
            told,
            period,
            baseline,
            rule,
        });
    }
    linked
}

#[cfg(test)]
mod tests {
    use chrono::Utc;
    use serde_json::{Value, json};

    use crate::extract::{corpus, extract, lexicon::Lexicon};
    use crate::message::{Limits, parse};

    #[test]
    fn the_corpus_of_statistics_is_read_as_it_says() {
        let lexicon = Lexicon::embedded();
        corpus::check(
            "statistic.corpus.toml",
            include_str!("statistic.corpus.toml"),
            |sentence| {
                let message = json!({
                    "url": "http://a.vn/1", "body": sentence, "published_at": "2022-10-23", "language": "vi",
                });
                let limits = Limits::default();
                let article = parse(message.to_string().as_bytes(), Utc::now(), &limits).ok()?;
                let found: Vec<String> = extract(&article, &lexicon)
                    .statistics
                    .iter()
                    .map(|statistic| drawn(&json!(statistic)))
                    .collect();
                (!found.is_empty()).then(|| found.join("; "))
            },
        );
    }

    fn drawn(statistic: &Value) -> String {
        let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
        let period = match &statistic["period"] {
            Value::Null => "-".to_owned(),
            period => format!("{}..{}", text(&period["start"]), text(&period["end"])),
        };
        let (figure, measure) = (text(&statistic["figure"]), text(&statistic["measure"]));
        // a fall is written «-18»
        let falls = text(&statistic["value"]).starts_with('-');
        let sign = if falls { "-" } else { "" };
        format!(
            "{sign}{figure} {measure} {} {period}",
            text(&statistic["modifier"])
        )
    }
}
