//! What the tables of names say: heads of organizations, titles, class nouns of places, kinds of documents.

use serde::Deserialize;

use super::gazetteer;
use super::lexicon::{Class, Entry, Lexicon, LexiconError};
use super::stance;

/// The tables that persons, organizations, places and documents are recognized by.
#[derive(Debug, Default)]
pub struct Naming {
    /// How names of organizations begin.
    pub organizations: Vec<Entry<Head>>,
    /// What stands between the head and the proper name.
    pub fields: Vec<Entry<Field>>,
    /// Words before a person's name.
    pub titles: Vec<Entry<Title>>,
    /// Syllables of persons' names.
    pub names: Vec<Entry<Name>>,
    /// Class nouns of places.
    pub kinds: Vec<Entry<PlaceKind>>,
    /// Places known by their bare name.
    pub places: Vec<Entry<KnownPlace>>,
    /// Kinds of documents.
    pub documents: Vec<Entry<DocumentKind>>,
    /// Names of laws.
    pub laws: Vec<Entry<Law>>,
    /// Codes of issuers in document numbers.
    pub issuers: Vec<Entry<Issuer>>,
    /// Words that show where names begin and end.
    pub guides: Vec<Entry<Guide>>,
    /// Words that say what part a name plays in its sentence.
    pub stances: Vec<Entry<stance::Cue>>,
    /// Nouns that stand for a name.
    pub stand_ins: Vec<Entry<StandIn>>,
}

/// What `organizations.toml` says of a head.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// What it wants after it.
    pub role: HeadRole,
    /// The official form of all its surfaces.
    pub name: Option<String>,
    /// When it is a name without what it wants.
    #[serde(default)]
    pub alone: Alone,
    /// Also a name when written small.
    #[serde(default)]
    pub lower: bool,
    /// The class of the area it belongs to when none is named.
    pub level: Option<gazetteer::Kind>,
    /// Its figures are those of its own work: «Công an tỉnh».
    #[serde(default)]
    pub acts: bool,
    /// Where no area is named it is the one of the country: «Mặt trận Tổ quốc Việt Nam».
    #[serde(default)]
    pub country: bool,
    /// What else rules ask of it.
    #[serde(default)]
    pub traits: Vec<Trait>,
}

impl Head {
    /// Whether it has a trait.
    pub fn has(&self, wanted: Trait) -> bool {
        self.traits.contains(&wanted)
    }

    /// Whether what it tells is of itself: a firm, a hospital, the police; an office counts what is others'.
    pub fn tells_of_itself(&self) -> bool {
        self.role == HeadRole::Venture || self.acts
    }
}

/// What a rule asks of a head that others have too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trait {
    /// Other states have one as well: «Chính phủ | Nhật Bản».
    Abroad,
    /// It acts for the body that it steers, of which is told what it does: «BTV | Hội Phụ nữ huyện Ba Bể».
    Committee,
    /// A company has one as well: «Công đoàn | công ty Ánh Dương».
    Company,
    /// It looks after the forest of one place or of two: «Ban Quản lý rừng phòng hộ Nam Đông | - Phú Lộc».
    Forest,
    /// It guards a border gate, a port or a forest, which may be in its name: «Đồn Biên phòng | cửa khẩu Cha Lo».
    Guards,
    /// What it finds is of those it inspects: «Kiểm toán Nhà nước kiến nghị thu hồi 9 tỷ đồng».
    Inspects,
    /// Its members may come from abroad: «Hiệp hội Doanh nghiệp | châu Âu tại Việt Nam».
    Members,
    /// A ministry or an office below it: a long field tells what the capital that begins a sentence does not: «Sở | giáo dục
    /// và đào tạo».
    Ministry,
    /// Behind its field «quốc gia» belongs to its name: «Trung tâm Giám định gỗ | quốc gia».
    National,
    /// It may be named after a person: «Nhà hát Cải lương | Trần Hữu Trang».
    Patron,
    /// Each of its names is one body's, of which an article says no more: «Petrolimex», «Hội Nông dân».
    Proper,
    /// Its sessions are numbered, and their resolutions by them: «Nghị quyết | Trung ương | 4».
    Sessions,
}

/// What a head wants after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadRole {
    /// Nothing: a complete name.
    Whole,
    /// An area or a host: «UBND | huyện Sóc Sơn».
    Seat,
    /// Another body: «Ban Thường vụ | Quận ủy».
    Part,
    /// A field of work: «Sở | Y tế».
    Agency,
    /// A proper name: «Công ty | Ánh Dương».
    Venture,
    /// An arm of service and a number: «Sư đoàn | bộ binh 968».
    Numbered,
    /// It is no name: «Đảng viên».
    None,
}

/// When a head is a name without what it wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Alone {
    /// Whenever it is written with a capital.
    #[default]
    Yes,
    /// Never.
    No,
    /// With a second capital: «Bảo hiểm Xã hội».
    TitleCase,
    /// Written out in three words or more, or as an abbreviation.
    Long,
    /// As an abbreviation or with three words.
    Abbreviation,
}

/// What `fields.toml` says of a field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Its part in a name.
    pub role: FieldRole,
    /// Also goes on a name in small letters: «Trung tâm Phát triển | nghệ thuật truyền thống».
    #[serde(default)]
    pub small: bool,
}

/// A field's part in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldRole {
    /// A field of work, or the kind of host: «Sở | Y tế», «Đảng ủy | các cơ quan | Trung ương».
    Field,
    /// Stands before a proper name: «Công ty | cổ phần | Ánh Dương».
    Type,
    /// Never belongs to a name.
    Stop,
}

/// What `titles.toml` says of a title.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Title {
    /// Its part before a name.
    pub role: TitleRole,
}

/// A title's part before a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TitleRole {
    /// May be held in a body.
    Office,
    /// Speaks of a person.
    Address,
    /// Stands before an office: nguyên, tân.
    Modifier,
}

/// What `names.toml` says of a syllable.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// Its place in a name.
    pub role: NameRole,
    /// Behind a family name it tells that a person is meant: «Hồ | Văn | Vinh» is no lake.
    #[serde(default)]
    pub middle: bool,
}

/// A syllable's place in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NameRole {
    /// Begins a name by itself.
    Family,
    /// A family name that is more often another word.
    Rare,
    /// A middle or given name.
    Given,
    /// Joins two syllables to a name of the Hmong: «Vàng | A | Chứ».
    Hmong,
}

/// What `place_kinds.toml` says of a class noun.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlaceKind {
    /// What it is a class of.
    pub role: KindRole,
    /// The official class.
    pub unit: Option<gazetteer::Kind>,
    /// Those who guard it are called by it: «Đồn Biên phòng cửa khẩu Cha Lo».
    #[serde(default)]
    pub guarded: bool,
    /// Says around which place something is, where that has its own class noun: «khu vực | núi Bà Đen».
    #[serde(default)]
    pub vague: bool,
}

/// What a class noun is a class of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KindRole {
    /// Administrative units.
    Unit,
    /// Villages and quarters.
    Village,
    /// Waters, mountains, islands.
    Nature,
    /// Roads, bridges, ports.
    Road,
    /// Buildings, estates, sights.
    Site,
    /// Larger areas.
    Region,
    /// A compound that is no class noun: «yêu cầu».
    None,
}

impl KindRole {
    /// Where people live and are governed: a unit or a village.
    pub fn is_settlement(self) -> bool {
        matches!(self, Self::Unit | Self::Village)
    }

    /// What lies in an area and is none: a water or mountain, a road, a site.
    pub fn is_feature(self) -> bool {
        matches!(self, Self::Nature | Self::Road | Self::Site)
    }
}

/// What `places.toml` says of a place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnownPlace {
    /// How surely the bare name is a place.
    pub role: KnownRole,
}

/// How surely a bare name is a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownRole {
    /// A country.
    Country,
    /// A country of one syllable, often a given name too.
    Short,
    /// A part of the country or of the world.
    Region,
    /// A city abroad.
    City,
    /// Not a place here: «tiếng Anh».
    None,
}

/// What `documents.toml` says of a kind.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentKind {
    /// How it is cited.
    pub role: DocumentRole,
    /// How the kind is written inside a number.
    #[serde(default)]
    pub codes: Vec<String>,
    /// A number alone is enough.
    #[serde(default)]
    pub bare: bool,
}

/// How a document is cited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentRole {
    /// By number.
    Numbered,
    /// By a name after the kind.
    Law,
    /// By the kind alone.
    Named,
    /// By the kind and the rest of its phrase.
    Rule,
    /// By the kind and a phrase that ends in years.
    Plan,
    /// A treaty, by its phrase.
    Treaty,
}

/// `laws.toml` says no more of a law than its names, without the class noun.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {}

/// What `issuers.toml` says of a code.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Issuer {
    /// The body.
    pub name: String,
}

/// The part of a word around names: the ids of `guides.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "each is explained by its words in guides.toml")]
pub enum Guide {
    And,
    Appoint,
    Approve,
    Author,
    Born,
    Congress,
    Elected,
    Former,
    Holds,
    Honored,
    Intake,
    Level,
    Locative,
    NoPerson,
    Number,
    Of,
    Photo,
    Plural,
    Relief,
    Resides,
    Return,
    Session,
    Source,
    Street,
    Term,
    Urgent,
    Whole,
    Zodiac,
}

/// What `stand_ins.toml` says of a noun.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandIn {
    /// What it stands for.
    pub of: StandsFor,
    /// Ids of heads or class nouns it can stand for.
    #[serde(default)]
    pub names: Vec<String>,
}

/// What a noun stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StandsFor {
    /// The group of bodies that the noun and the words behind it name.
    Bloc,
    /// The body in hand.
    Body,
    /// The branch of service that the noun and the field of work behind it name.
    Branch,
    /// The whole country.
    Country,
    /// The family of whoever says so, at the head of what is said.
    Family,
    /// The last body with one of the heads.
    Head,
    /// The place or body that the paragraph has named last.
    Here,
    /// The last place with one of the class nouns.
    Kind,
    /// Bodies of every level.
    Level,
    /// The last country other than one's own.
    Market,
    /// The body whose officer is quoted.
    Office,
    /// The private person whom the text has named last.
    Person,
    /// The family of whoever is quoted.
    Speaker,
    /// The body whose officer speaks in the sentence, at the head of what is said.
    Spoken,
    /// The area in hand.
    Unit,
}

/// The dimension of counted nouns, which are no units.
const COUNT: &str = "count";

macro_rules! table {
    ($name:literal) => {
        ($name, include_str!(concat!("../../config/lexicon/", $name)))
    };
}

/// Name and content of the embedded tables.
pub const EMBEDDED: &[(&str, &str)] = &[
    table!("documents.toml"),
    table!("fields.toml"),
    table!("guides.toml"),
    table!("issuers.toml"),
    table!("laws.toml"),
    table!("names.toml"),
    table!("organizations.toml"),
    table!("place_kinds.toml"),
    table!("places.toml"),
    table!("stances.toml"),
    table!("stand_ins.toml"),
    table!("titles.toml"),
];

impl Naming {
    /// Whether a head is the entry `id` of `organizations.toml`.
    pub(super) fn is(&self, head: Option<usize>, id: &str) -> bool {
        head.is_some_and(|head| self.organizations[head].id == id)
    }

    /// Whether a head has a trait.
    pub(super) fn has(&self, head: Option<usize>, wanted: Trait) -> bool {
        head.is_some_and(|head| self.organizations[head].data.has(wanted))
    }

    /// Whether a head is that of a firm, a school or a hospital.
    pub(super) fn is_venture(&self, head: Option<usize>) -> bool {
        head.is_some_and(|head| self.organizations[head].data.role == HeadRole::Venture)
    }

    /// Reads the tables and adds their surfaces to the lexicon's automaton.
    pub(super) fn read<'a>(
        lexicon: &mut Lexicon,
        file: &impl Fn(&str) -> Option<&'a str>,
    ) -> Result<Self, LexiconError> {
        let naming = Self {
            organizations: lexicon.table(
                file,
                "organizations.toml",
                "organization",
                Class::Organization,
            )?,
            fields: lexicon.table(file, "fields.toml", "field", Class::Field)?,
            titles: lexicon.table(file, "titles.toml", "title", Class::Title)?,
            names: lexicon.table(file, "names.toml", "name", Class::Name)?,
            kinds: lexicon.table(file, "place_kinds.toml", "kind", Class::PlaceKind)?,
            places: lexicon.table(file, "places.toml", "place", Class::Place)?,
            documents: lexicon.table(file, "documents.toml", "document", Class::Document)?,
            laws: lexicon.table(file, "laws.toml", "law", Class::Law)?,
            issuers: lexicon.table(file, "issuers.toml", "issuer", Class::Issuer)?,
            guides: lexicon.roles(file, "guides.toml", "guide", Class::Guide)?,
            stances: lexicon.roles(file, "stances.toml", "stance", Class::Stance)?,
            stand_ins: lexicon.table(file, "stand_ins.toml", "stand_in", Class::StandIn)?,
        };
        check_dimensions(lexicon)?;
        naming.check_stand_ins()?;
        Ok(naming)
    }

    /// What a noun can stand for must be an entry of the table that [`StandsFor`] asks for.
    fn check_stand_ins(&self) -> Result<(), LexiconError> {
        for entry in &self.stand_ins {
            let (known, table): (Vec<&str>, _) = match entry.data.of {
                StandsFor::Head | StandsFor::Branch => {
                    (ids(&self.organizations), "no id of organizations.toml")
                }
                StandsFor::Kind => (ids(&self.kinds), "no id of place_kinds.toml"),
                _ => (
                    Vec::new(),
                    "said in vain: only head, branch and kind have names",
                ),
            };
            let unknown = |name: &&String| !known.contains(&name.as_str());
            if let Some(name) = entry.data.names.iter().find(unknown) {
                return Err(LexiconError {
                    file: "stand_ins.toml".to_owned(),
                    problem: format!("`{}`: names: `{name}` is {table}", entry.id),
                });
            }
        }
        Ok(())
    }
}

fn ids<T>(entries: &[Entry<T>]) -> Vec<&str> {
    entries.iter().map(|entry| entry.id.as_str()).collect()
}

/// What an indicator is measured in must be a dimension of units, or that of counted nouns.
fn check_dimensions(lexicon: &Lexicon) -> Result<(), LexiconError> {
    let units = || lexicon.units.iter().map(|unit| &unit.data.dimension);
    let unknown = |of: &&String| *of != COUNT && units().all(|known| known != *of);
    for entry in &lexicon.indicators {
        if let Some(dimension) = entry.data.dimensions.iter().find(unknown) {
            return Err(LexiconError {
                file: "indicators.toml".to_owned(),
                problem: format!(
                    "`{}`: dimensions: no entry of units.toml has dimension `{dimension}`, and counted nouns have `{COUNT}`",
                    entry.id
                ),
            });
        }
    }
    Ok(())
}
