//! What an article as a whole is about: every place where something is spoken of in, the most salient out.

use std::cmp::Reverse;
use std::ops::Range;

use super::about::{About, Abouts};
use super::chrome;
use super::discourse::Referent;
use super::gazetteer::Level;
use super::mention::Scan;
use super::naming::KindRole;
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

/// Most tokens from «tổ chức» to «đại hội»: «tổ chức thành công».
const HELD: usize = 5;
/// Most tokens from the conclusion of an inspection to whom it looked into.
const CONCLUSION: usize = 60;
/// So many areas that are spoken of alike are examples.
const EXAMPLES: usize = 3;

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

/// How much is said of each about, and whether the lead speaks of it.
fn salience(
    scan: &Scan,
    of: &Abouts,
    referents: &[Referent],
    lead: Option<&Range<usize>>,
) -> (Vec<usize>, Vec<bool>) {
    let abouts = &of.all;
    let mut salience = vec![0; abouts.len()];
    let mut leads = vec![false; abouts.len()];
    let mut captions = Captions { scan, last: None };
    for referent in referents {
        let Some(about) = referent.about else {
            continue;
        };
        // «theo Báo Thanh Hóa, …»: so does whoever prints it
        if scan.lexicon.naming.is(abouts[about].head, "bao") {
            continue;
        }
        // «chốt phiên tại sàn Hà Nội» speaks of an exchange
        if is_exchange(scan, referent) {
            continue;
        }
        if is_dateline(scan, &referent.tokens) {
            continue;
        }
        let is_small = abouts[about].is_thing || !abouts[about].is_area;
        if is_small && captions.hold(referent.tokens.start) {
            continue;
        }
        let in_lead = lead.is_some_and(|lead| lead.contains(&referent.tokens.start));
        let times = if in_lead { IN_LEAD } else { 1 };
        salience[about] += weight(referent.stance) * times;
        leads[about] |= in_lead && weight(referent.stance) > 0;
        // a body speaks for its area
        if let Some(area) = abouts[about].area {
            salience[area] += times;
        }

        if in_lead && is_visited(scan, &referent.tokens) {
            // «làm việc với Sở Tài nguyên và Môi trường»: on what is done in its area
            let acts = |head: usize| scan.lexicon.naming.organizations[head].data.acts;
            let own = abouts[about].head.is_some_and(acts);
            if let Some(of) = if own || abouts[about].is_area {
                Some(about)
            } else {
                abouts[about].area
            } {
                salience[of] += IN_TITLE;
                leads[of] = true;
            }
        }
    }
    for (value, about) in salience.iter_mut().zip(abouts) {
        // a road, a river is named for what happens there
        *value = if about.is_thing { *value / 2 } else { *value };
    }
    // «Dự án đê sông Lèn ở Nga Sơn dang dở»: a river says where
    let area = of.headline.iter().any(|&(about, _)| abouts[about].is_area);
    for &(about, at) in &of.headline {
        if area && is_water(scan, &abouts[about]) {
            continue;
        }
        salience[about] += match at {
            0 | 1 => IN_TITLE + OPENS_TITLE,
            usize::MAX => HEADS_TITLE,
            _ => IN_TITLE,
        };
    }
    (salience, leads)
}

/// The body whose own congress the lead reports on; a Party congress reports on its area.
fn convener(
    scan: &Scan,
    of: &Abouts,
    lead: Option<&Range<usize>>,
    referents: &[Referent],
) -> Option<usize> {
    let lead = lead?;
    let headed = |about: usize| {
        let area = of.all[about].area;
        let party = scan.lexicon.naming.is(of.all[about].head, "dang_bo");
        !party && area.is_some() && of.headline.iter().any(|&(above, _)| Some(above) == area)
    };
    let convenes = |referent: &&Referent| {
        lead.contains(&referent.tokens.start)
            && (referent.stance == Stance::Agent && holds_a_congress(scan, referent.tokens.end)
                || is_of_a_congress(scan, referent.tokens.start)
                    && referent.about.is_some_and(headed))
    };
    referents.iter().find(convenes)?.about
}

/// «Hội Nông dân huyện | tổ chức thành công Đại hội …»: a body whose own congress is reported on.
fn holds_a_congress(scan: &Scan, end: usize) -> bool {
    let holds = matches!(scan.word(end), "tổ" | "tiến" | "khai" | "long");
    let congress = |i: usize| scan.says(i, &["đại"]) && scan.word(i + 1) == "hội";
    holds && (end + 2..end + HELD).any(congress)
}

/// «Đại hội đại biểu | Đoàn TNCS Hồ Chí Minh huyện Can Lộc |»
fn is_of_a_congress(scan: &Scan, start: usize) -> bool {
    let delegates = start > 1 && scan.says(start - 2, &["đại"]) && scan.word(start - 1) == "biểu";
    let at = start - if delegates { 2 } else { 0 };
    at > 1 && scan.says(at - 2, &["đại"]) && scan.word(at - 1) == "hội" && scan.continues(start)
}

/// «Ban Nội chính Tỉnh ủy làm việc với | Cục Thi hành án dân sự tỉnh | về kết quả công tác …»: whose work a session is on.
fn is_visited(scan: &Scan, tokens: &Range<usize>) -> bool {
    let start = tokens.start;
    let session = start > 2
        && matches!(scan.word(start - 1), "với" | "tại")
        && scan.word(start - 2) == "việc"
        && scan.word(start - 3) == "làm";
    // «Thanh tra tỉnh ban hành Kết luận số 24/KL-TTr về việc quản lý ngân sách tại | huyện Đức Cơ»
    let sentence = scan.text.sentences()[scan.text.sentence_of(start)].start;
    let sentence = sentence.max(start.saturating_sub(CONCLUSION));
    let located = start > sentence && matches!(scan.word(start - 1), "tại" | "với" | "của");
    let concluded = |i: usize| scan.says(i, &["kết"]) && scan.word(i + 1) == "luận";
    let inspects = |i: usize| scan.says(i, &["thanh"]) && scan.word(i + 1) == "tra";
    let examined = || {
        let said = (sentence..start - 1).find(|&i| concluded(i));
        said.is_some_and(|at| (at..start).any(|i| scan.word(i) == "về"))
            && (sentence..start).any(inspects)
    };
    session && scan.word(tokens.end) == "về" || located && examined()
}

/// «QUẢNG NGÃI Công trình cấp nước …»: where a report was filed.
fn is_dateline(scan: &Scan, tokens: &Range<usize>) -> bool {
    let shouted = tokens.clone().all(|i| scan.is_all_caps(i));
    tokens.start == 0
        && shouted
        && scan.continues_capital(tokens.end)
        && !scan.is_all_caps(tokens.end)
}

/// A river, a lake, a mountain.
fn is_water(scan: &Scan, about: &About) -> bool {
    let kinds = &scan.lexicon.naming.kinds;
    about
        .kind
        .is_some_and(|kind| kinds[kind].data.role == KindRole::Nature)
}

/// The first sentence that says whom an article is about.
fn lead_of<'s>(
    scan: &'s Scan,
    abouts: &[About],
    referents: &[Referent],
) -> Option<&'s Range<usize>> {
    // «Người dân xã Bảo Thạnh chờ lấy nước. Ảnh: P.Tuyết» above the text is no lead
    let mut captions = Captions { scan, last: None };
    let mut leads = referents
        .iter()
        .filter(|referent| referent.about.is_some() && !captions.hold(referent.tokens.start))
        .map(|referent| &scan.text.sentences()[scan.text.sentence_of(referent.tokens.start)])
        .filter(|sentence| sentence.len() >= SHORTEST_LEAD && !scan.page[sentence.start]);
    // «Căn nhà của chị Lê Thị Hai ở xã An Hòa vừa xây xong. …» is a scene before it
    let scene = |sentence: &Range<usize>| {
        let first = referents.partition_point(|told| told.tokens.start < sentence.start);
        let inside = |told: &&Referent| told.tokens.start < sentence.end;
        let mut told = referents[first..]
            .iter()
            .take_while(inside)
            .filter_map(|told| told.about);
        told.any(|about| abouts[about].is_private())
    };
    let first = leads.next();
    match first {
        Some(first) if scene(first) => leads.find(|sentence| !scene(sentence)).or(Some(first)),
        _ => first,
    }
}

/// Index into the abouts of an article.
pub(super) fn topic(scan: &Scan, of: &Abouts, referents: &[Referent]) -> Option<usize> {
    let abouts = &of.all;
    let lead = lead_of(scan, abouts, referents);
    if let Some(body) = convener(scan, of, lead, referents) {
        return Some(body);
    }
    let (salience, leads) = salience(scan, of, referents, lead);
    // several areas together are an item of what the article tells
    let several = |index: usize| abouts[index].is_several() && of.country != Some(index);
    // where the country itself is spoken of, others are the markets and neighbors of it; so are the ones that the headline
    // does not name where it tells of trade or where the lead does not name them either
    let abroad = |about: usize| {
        abouts[about].is_abroad
            && (of.country.is_some() || of.is_trade || !leads[about])
            && !of.heads(about)
    };
    let family = |about: usize| abouts[about].is_person();
    // «Petrolimex dương 3.000 tỷ đồng»: one of many that a market is made of, unless the lead tells of it alone
    let named = |about: usize| abouts[about].is_thing && abouts[about].head.is_some();
    let lone = leads.iter().filter(|&&leads| leads).count() == 1;
    let firm = |about: usize| named(about) && !of.heads(about) && !(lone && leads[about]);
    let spoken_of: Vec<usize> = (0..abouts.len())
        .filter(|&about| {
            salience[about] > 0
                && !abroad(about)
                && !several(about)
                && !family(about)
                && !firm(about)
        })
        .collect();
    let most = |of: &[usize]| {
        // named equally often, the area comes before the body
        let first = |&about: &usize| (salience[about], abouts[about].is_area, Reverse(about));
        of.iter().copied().max_by_key(first)
    };
    let together = || together(abouts, referents, lead.cloned());
    let Some(topic) = most(&spoken_of) else {
        return together();
    };
    let above = of.heads(topic);
    // «Xuất khẩu gỗ sụt giảm»: of the country, though one province has more to say of it
    let country = of.country.filter(|&country| {
        // «VASEP nhận định, xuất khẩu sẽ khởi sắc»: nor of an association
        let body = of.is_trade && !abouts[topic].is_area;
        salience[country] > 0 && (leads[country] || !leads[topic] || body)
    });
    if !above && of.is_trade && country.is_some() {
        return country;
    }
    // «Xuất khẩu gỗ sang Hoa Kỳ phục hồi»: nor of a ministry that speaks of it
    if !above && of.is_trade && !abouts[topic].is_area && !leads[topic] {
        return None;
    }
    if above {
        // «Nho Quan, Gia Viễn sau lũ»: of what lies around both, if that is told of
        let headed = of.headed_together(scan, Some(topic));
        let both = (headed.len() > 1).then(|| around(scan, abouts, &headed));
        return both.flatten().or(Some(topic));
    }
    if is_of_the_country(of, referents, lead, topic) {
        return of.country;
    }
    if !abouts[topic].is_area {
        // «Công ty Chứng khoán Bình Minh kỳ vọng …»: one that is named once, behind the lead
        let mut lines = scan.text.lines().iter();
        let first = lines.find(|line| line.len() >= SHORTEST_LEAD && !scan.page[line.start]);
        let behind =
            |referent: &&Referent| first.is_some_and(|first| referent.tokens.start >= first.end);
        let told = referents
            .iter()
            .filter(|referent| referent.about == Some(topic));
        let aside = of.named[topic] == 1 && told.clone().all(|referent| behind(&referent));
        let company = scan.lexicon.naming.is(abouts[topic].head, "cong_ty");
        return if aside && company {
            together()
        } else {
            Some(topic)
        };
    }
    // what is named once, and not first, is no more than where that is
    let once = of.named[topic] == 1 && !leads[topic] && of.country != Some(topic);
    if once && is_only_where(topic, referents) {
        return together();
    }
    // «… huyện An Hòa (9%), huyện Bình Lâm (3%)»: one of several alike is an example of what the article tells
    let Some(level) = level_of(scan, &abouts[topic]) else {
        return Some(topic);
    };
    let is_rival = |about: usize| {
        let alike = abouts[about].is_area && level_of(scan, &abouts[about]) == Some(level);
        alike && 3 * salience[about] >= salience[topic]
    };
    let rivals: Vec<usize> = spoken_of
        .iter()
        .copied()
        .filter(|&about| is_rival(about))
        .collect();
    let heads = leads[topic] && rivals.iter().filter(|&&about| leads[about]).count() == 1;
    if heads || rivals.len() < 2 {
        return Some(topic);
    }
    if rivals.len() < EXAMPLES {
        return around(scan, abouts, &rivals).or(Some(topic));
    }
    // what lies in them or serves them is no more than an example either
    let mut rest = spoken_of;
    rest.retain(|&about| {
        let area = abouts[about].area.unwrap_or(about);
        let is_above = level_of(scan, &abouts[area]).is_some_and(|of| of < level);
        of.country == Some(area) || is_above
    });
    most(&rest).or_else(together)
}

/// «CPI của cả nước tăng 0,18%, Tổng cục Thống kê công bố tại Hà Nội»: whether the country leads, or comes before the area that the
/// text says most of.
fn is_of_the_country(
    of: &Abouts,
    referents: &[Referent],
    lead: Option<&Range<usize>>,
    topic: usize,
) -> bool {
    let Some(country) = of.country else {
        return false;
    };
    let in_lead = |at: &&Referent| lead.is_some_and(|lead| lead.contains(&at.tokens.start));
    let leads = |about: usize| {
        let mut told = referents.iter().filter(in_lead);
        let tells = |at: &Referent| at.stance.opens() || at.stance == Stance::Owner;
        told.any(|at| at.about == Some(about) && tells(at))
    };
    let named = || {
        let mut told = referents.iter().filter(in_lead);
        told.any(|at| at.about == Some(topic) && weight(at.stance) > 0)
    };
    // «Năm 2012, ngành thuế cả nước gồng mình. … Cục Thuế tỉnh Bình Định thu 9 tỷ đồng»: where its own offices speak
    let serves = |about: &About| about.head.is_some() && about.area == Some(topic);
    let local = !named() && of.all.iter().any(serves);
    !local
        && (leads(country) && !leads(topic) || !named() && opens_before(referents, country, topic))
}

/// «10 tháng, cả nước xuất khẩu 193 nghìn tấn hồ tiêu. … Tại Đắk Lắk, …»: whether one is told of before another.
fn opens_before(referents: &[Referent], one: usize, other: usize) -> bool {
    let first = |about: usize| {
        let told = |at: &&Referent| at.about == Some(about) && at.stance.opens();
        referents.iter().find(told).map(|at| at.tokens.start)
    };
    first(one).is_some_and(|at| first(other).is_none_or(|behind| at < behind))
}

/// «sàn | Hà Nội», «sàn | HOSE», «trên | HNX»: where shares are traded.
pub(super) fn is_exchange(scan: &Scan, referent: &Referent) -> bool {
    let start = referent.tokens.start;
    let before = start.checked_sub(1).map_or("", |at| scan.word(at));
    let bourse = || matches!(scan.word(start), "HNX" | "HOSE" | "HSX" | "UPCoM");
    scan.continues(start)
        && (matches!(before, "sàn" | "Sàn") || matches!(before, "trên" | "Trên") && bourse())
}

impl Abouts {
    /// Whether the headline speaks of it: «Xuất khẩu gỗ sang Hoa Kỳ» does not, that names a market.
    fn heads(&self, about: usize) -> bool {
        let market =
            |at: usize| self.is_trade && self.all[about].is_abroad && (2..usize::MAX).contains(&at);
        let mut named = self.headline.iter().filter(|&&(above, _)| above == about);
        named.any(|&(_, at)| !market(at))
    }
}

/// Several areas that the lead speaks of together.
fn together(abouts: &[About], referents: &[Referent], lead: Option<Range<usize>>) -> Option<usize> {
    let lead = lead?;
    let mut in_lead = referents.iter().filter(|referent| {
        let opens = referent.stance.opens() || referent.stance == Stance::Source;
        opens && lead.contains(&referent.tokens.start)
    });
    in_lead.find_map(|referent| {
        let about = referent.about?;
        (abouts[about].is_several() && !abouts[about].is_abroad).then_some(about)
    })
}

/// Whether the first place where something is spoken of only says where.
fn is_only_where(about: usize, referents: &[Referent]) -> bool {
    let mut of = referents
        .iter()
        .filter(|referent| referent.about == Some(about));
    of.next()
        .is_some_and(|first| !first.stance.opens() && weight(first.stance) > 0)
}

/// The smallest area named that contains others: «xã An Hòa có …; xã Bình Lâm có …» in an article about their district.
fn around(scan: &Scan, abouts: &[About], inner: &[usize]) -> Option<usize> {
    let gazetteer = &scan.lexicon.gazetteer;
    let contains = |outer: &usize| {
        let of = &abouts[*outer];
        let Some(unit) = of.unit.filter(|_| of.is_area && !of.label.is_empty()) else {
            return false;
        };
        let code = gazetteer.unit(unit).code;
        inner.iter().all(|&about| {
            let within = |inner| inner != unit && gazetteer.is_within(inner, code, None);
            abouts[about].unit.is_some_and(within)
        })
    };
    (0..abouts.len())
        .filter(contains)
        .max_by_key(|&about| level_of(scan, &abouts[about]))
}

/// How low an area stands: another country, a region, a province, …
fn level_of(scan: &Scan, about: &About) -> Option<u8> {
    match about
        .unit
        .map(|unit| scan.lexicon.gazetteer.unit(unit).level())
    {
        Some(Level::Province) => Some(2),
        Some(Level::District) => Some(3),
        Some(Level::Commune) => Some(4),
        None if about.is_abroad => Some(0),
        // «miền Bắc», «Tây Nguyên»
        None => (about.is_area && about.entity.is_some() && about.kind.is_none()).then_some(1),
    }
}
