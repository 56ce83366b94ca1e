//! What an article as a whole is about: every place where something is spoken of in, the most salient out.

use super::about::Abouts;
use super::chrome;
use super::discourse::Referent;
use super::mention::Scan;
use super::stance::Stance;

/// A headline speaks of what the article is about.
const IN_TITLE: usize = 16;
/// As much again where it opens the headline.
const OPENS_TITLE: usize = 8;
/// Before a colon it says only where.
const HEADS_TITLE: usize = 8;
/// The first sentence counts so many times.
const IN_LEAD: usize = 3;
/// A sentence has at least so many tokens to be the lead.
const SHORTEST_LEAD: usize = 12;

/// How much a place where something is spoken of says for its being the topic.
fn weight(stance: Stance) -> usize {
    match stance {
        Stance::Agent | Stance::Asked | Stance::Frame => 4,
        Stance::Owner | Stance::Place => 3,
        Stance::Passing | Stance::Item | Stance::Modifier => 2,
        // who says it is not whom it is about, nor is whoever stands in brackets behind him
        Stance::Source | Stance::Office | Stance::Apart => 0,
    }
}

/// «Hành khách tại sân bay Nội Bài. Ảnh: Lê Hùng»: where a picture was taken is not what the article is about.
struct Captions<'a> {
    scan: &'a Scan<'a>,
    /// The line asked about last.
    last: Option<(usize, bool)>,
}

impl Captions<'_> {
    fn hold(&mut self, token: usize) -> bool {
        let text = self.scan.text;
        let line = text.line_of(token);
        let known = self.last.filter(|(known, _)| *known == line);
        let is_caption = known.map_or_else(
            || chrome::is_caption(text, self.scan.lexicon, &text.lines()[line]),
            |(_, is_caption)| is_caption,
        );
        self.last = Some((line, is_caption));
        is_caption
    }
}

/// Index into the abouts of an article.
pub(super) fn topic(scan: &Scan, of: &Abouts, referents: &[Referent]) -> Option<usize> {
    let abouts = &of.all;
    let mut salience = vec![0; abouts.len()];
    let lead = referents
        .iter()
        .filter(|referent| referent.about.is_some())
        .map(|referent| &scan.text.sentences()[scan.text.sentence_of(referent.tokens.start)])
        .find(|sentence| sentence.len() >= SHORTEST_LEAD && !scan.page[sentence.start]);
    let mut captions = Captions { scan, last: None };
    for referent in referents {
        let Some(about) = referent.about else {
            continue;
        };
        if abouts[about].is_thing && captions.hold(referent.tokens.start) {
            continue;
        }
        let in_lead = lead.is_some_and(|lead| lead.contains(&referent.tokens.start));
        let times = if in_lead { IN_LEAD } else { 1 };
        salience[about] += weight(referent.stance) * times;
        // a body speaks for its area
        if let Some(area) = abouts[about].area {
            salience[area] += times;
        }
    }
    for (value, about) in salience.iter_mut().zip(abouts) {
        // a road, a river is named for what happens there
        *value = if about.is_thing { *value / 2 } else { *value };
    }
    for &(about, at) in &of.headline {
        salience[about] += match at {
            0 | 1 => IN_TITLE + OPENS_TITLE,
            usize::MAX => HEADS_TITLE,
            _ => IN_TITLE,
        };
    }
    // several areas together are an item of what the article tells
    let several = |index: usize| {
        let about = &abouts[index];
        let nameless = about.entity.is_none() && about.unit.is_none() && about.bare.is_empty();
        about.is_area && nameless && !about.label.is_empty() && of.country != Some(index)
    };
    // where the country itself is spoken of, others are the markets and neighbors of it
    let abroad = |about: usize| {
        of.country.is_some()
            && abouts[about].is_abroad
            && of.headline.iter().all(|&(above, _)| above != about)
    };
    let spoken_of =
        (0..abouts.len()).filter(|&about| salience[about] > 0 && !abroad(about) && !several(about));
    spoken_of.max_by_key(|&about| {
        // named equally often, the area comes before the body
        let first = std::cmp::Reverse(about);
        (salience[about], abouts[about].is_area, first)
    })
}
