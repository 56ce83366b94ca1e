//! Articles by the thousand, the same for the same seed: reports of a dozen patterns, and edited copies of some of them.
//!
//! Reports of one pattern share its sentences and differ in places, names and figures, as the monthly reports of
//! neighboring districts do: they are no copies of each other.

use chrono::{DateTime, Utc};
use solieu::article::{self, Article};

use crate::records::minute;

/// One article, and the report it tells.
pub struct Printed {
    /// The same for an original and its copies.
    pub report: usize,
    /// What the editors did; empty for an original.
    pub edits: Vec<&'static str>,
    pub title: String,
    pub paragraphs: Vec<String>,
    outlet: usize,
    one_line: bool,
}

/// Numbers that look random: `SplitMix64`.
pub struct Dice(pub u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From `low` to `high`, both included.
    fn between(&mut self, low: usize, high: usize) -> usize {
        low + usize::try_from(self.next() % (high - low + 1) as u64).unwrap()
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.between(0, of.len() - 1)]
    }

    fn percent(&mut self, chance: usize) -> bool {
        self.between(1, 100) <= chance
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.between(0, last));
        }
    }
}

const PLACES: [&str; 30] = [
    "An Khê",
    "Bình Giang",
    "Cẩm Lương",
    "Diên Hòa",
    "Đông Xá",
    "Gia Lập",
    "Hải Thịnh",
    "Hòa Xuân",
    "Kim Trà",
    "Lạc Sơn",
    "Long Thới",
    "Mỹ Đức",
    "Nam Cường",
    "Nghi Phú",
    "Ninh Sở",
    "Phú Cát",
    "Quảng Lưu",
    "Sơn Định",
    "Tam Phước",
    "Tân Lễ",
    "Thanh Mai",
    "Thuận Hưng",
    "Tiên Lữ",
    "Trung Nghĩa",
    "Vạn Thọ",
    "Vĩnh Kiên",
    "Xuân Áng",
    "Yên Bồng",
    "Cổ Đạm",
    "Bảo Nhai",
];
const SURNAMES: [&str; 8] = ["Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi"];
const GIVEN: [&str; 16] = [
    "Văn Khải",
    "Thị Hạnh",
    "Quốc Toản",
    "Minh Châu",
    "Đình Lộc",
    "Thu Thủy",
    "Hữu Phước",
    "Ngọc Bích",
    "Xuân Trường",
    "Thanh Vân",
    "Bá Cường",
    "Kim Liên",
    "Trọng Nghĩa",
    "Hồng Nhung",
    "Duy Tân",
    "Mai Phương",
];

/// Headline, then paragraphs. `[a|b]` is one of them, `{5-90}` a number, `{5-90%}` one with a decimal and a percent sign;
/// `{place}`, `{person}`, `{day}`, `{month}`, `{year}` are the same in the whole article, `{other}` is any place.
const PATTERNS: [&[&str]; 12] = [
    &[
        "Đảng bộ xã {place} [tổng kết công tác năm {year}|đánh giá một năm thực hiện nghị quyết]",
        "[Sáng|Chiều] {day}/{month}, Đảng ủy xã {place} tổ chức hội nghị tổng kết công tác xây dựng Đảng năm {year}. Dự hội nghị có {40-180} đại biểu đại diện cho {11-38} chi bộ trực thuộc.",
        "Theo báo cáo, trong năm Đảng bộ xã đã kết nạp {5-60} đảng viên mới, đạt {80-160%} kế hoạch, nâng tổng số đảng viên toàn xã lên {210-980} đồng chí. [Công tác bồi dưỡng lý luận chính trị được duy trì nền nếp.|Các lớp bồi dưỡng lý luận chính trị được mở đúng kế hoạch.]",
        "Cấp ủy đã kiểm tra {4-30} tổ chức đảng và {10-90} đảng viên, giám sát chuyên đề {3-14} chi bộ; qua đó thi hành kỷ luật {1-9} đảng viên bằng hình thức khiển trách.",
        "Về phát triển kinh tế, tổng giá trị sản xuất đạt {120-890} tỷ đồng, thu nhập bình quân đầu người đạt {38-79} triệu đồng/năm, tỷ lệ hộ nghèo giảm còn {1-6%}.",
        "Phát biểu tại hội nghị, đồng chí {person}, Bí thư Đảng ủy xã, [đề nghị|yêu cầu] các chi bộ tiếp tục nâng cao chất lượng sinh hoạt, phấn đấu năm tới kết nạp ít nhất {6-70} đảng viên.",
        "Nhân dịp này, {3-12} chi bộ và {9-45} đảng viên hoàn thành xuất sắc nhiệm vụ đã được tặng giấy khen.",
    ],
    &[
        "Huyện {place} thu ngân sách [{month} tháng đạt {40-95%} dự toán|vượt tiến độ]",
        "UBND huyện {place} cho biết, tổng thu ngân sách nhà nước trên địa bàn {month} tháng năm {year} đạt {110-990} tỷ {100-900} triệu đồng, bằng {45-98%} dự toán tỉnh giao và tăng {2-30%} so với cùng kỳ năm trước.",
        "Trong đó, thu thuế, phí và lệ phí đạt {60-400} tỷ đồng; thu tiền sử dụng đất đạt {30-500} tỷ đồng, [vượt|bằng] {55-140%} kế hoạch; thu từ khu vực ngoài quốc doanh đạt {12-150} tỷ đồng.",
        "Tổng chi ngân sách địa phương ước thực hiện {200-1900} tỷ đồng, trong đó chi đầu tư phát triển {70-640} tỷ đồng, giải ngân đạt {30-90%} kế hoạch vốn.",
        "[Ông|Bà] {person}, Trưởng phòng Tài chính - Kế hoạch huyện, cho rằng kết quả trên có được nhờ đẩy mạnh chống thất thu và thu hồi {3-40} tỷ đồng nợ đọng của {15-120} doanh nghiệp.",
        "Từ nay đến cuối năm, huyện tập trung rà soát {20-160} dự án chậm tiến độ, tổ chức đấu giá {14-220} lô đất tại các xã {other}, {other} và thị trấn {other}.",
        "Lãnh đạo huyện yêu cầu các ngành chức năng không để phát sinh nợ mới, phấn đấu cả năm thu vượt {3-15%} dự toán được giao.",
    ],
    &[
        "{place} [được mùa lúa|thu hoạch xong lúa] vụ [đông xuân|hè thu]",
        "Đến ngày {day}/{month}, nông dân huyện {place} đã thu hoạch {2100-9800} ha lúa, đạt {70-99%} diện tích gieo cấy. Năng suất bình quân ước đạt {52-74} tạ/ha, cao hơn vụ trước {1-6} tạ/ha.",
        "Tổng sản lượng thóc toàn huyện ước đạt {14000-69000} tấn. [Giá thóc tươi tại ruộng dao động|Thương lái thu mua tại ruộng] từ {6100-6900} đến {7000-8200} đồng/kg, trừ chi phí mỗi ha lãi khoảng {15-32} triệu đồng.",
        "Tại xã {other}, {120-890} hộ đã tham gia cánh đồng mẫu lớn rộng {80-420} ha, sử dụng giống xác nhận và máy gặt đập liên hợp, giảm {8-25%} chi phí so với canh tác truyền thống.",
        "Tuy nhiên, bệnh đạo ôn và rầy nâu đã gây hại {40-700} ha tại các xã {other} và {other}, trong đó {3-60} ha mất trắng.",
        "Kỹ sư {person}, Trạm trưởng Trạm Trồng trọt và Bảo vệ thực vật huyện, khuyến cáo bà con cày lật sớm, vệ sinh đồng ruộng và bố trí thời vụ xuống giống tập trung.",
        "Vụ tới, huyện dự kiến gieo cấy {2000-9900} ha, trong đó lúa chất lượng cao chiếm {45-85%} diện tích.",
    ],
    &[
        "[Lĩnh án|Tuyên phạt] vì trộm cắp tài sản ở {place}",
        "Ngày {day}/{month}, Tòa án nhân dân huyện {place} mở phiên tòa sơ thẩm xét xử bị cáo {person} (SN {1975-2004}) về tội trộm cắp tài sản.",
        "Theo cáo trạng, từ tháng {month} đến khi bị bắt, bị cáo đã thực hiện {3-17} vụ trộm tại các xã {other}, {other}, lấy đi {2-11} xe máy và nhiều điện thoại, tổng trị giá {45-690} triệu đồng.",
        "Khoảng {1-4} giờ sáng, lợi dụng sơ hở của người dân, bị cáo dùng đoản phá khóa cổng, dắt trộm xe rồi mang đến xã {other} bán được {3-19} triệu đồng để tiêu xài cá nhân.",
        "Tại phiên tòa, bị cáo thành khẩn khai báo và đã bồi thường {10-90} triệu đồng cho {2-9} bị hại. [Hội đồng xét xử nhận định hành vi của bị cáo là nguy hiểm cho xã hội, cần xử lý nghiêm.|Hành vi của bị cáo được đánh giá là nguy hiểm cho xã hội, gây mất trật tự trị an.]",
        "Sau khi nghị án, Hội đồng xét xử tuyên phạt {person} {18-96} tháng tù, buộc bồi thường thêm {5-60} triệu đồng cho các bị hại còn lại.",
    ],
    &[
        "Giá vàng hôm nay {day}/{month}",
        "Mở cửa phiên giao dịch sáng {day}/{month}, giá vàng miếng được niêm yết ở mức {71-88},{1-9} triệu đồng/lượng mua vào và {89-97},{1-9} triệu đồng/lượng bán ra, tăng {100-900} nghìn đồng so với phiên trước.",
        "Giá vàng nhẫn tròn trơn giao dịch quanh mốc {68-79},{1-9} triệu đồng/lượng, chênh lệch mua bán {600-1900} nghìn đồng mỗi lượng.",
        "Trên thị trường thế giới, giá vàng giao ngay đứng ở {1900-2700} USD/ounce, quy đổi theo tỷ giá ngân hàng tương đương {60-86},{1-9} triệu đồng/lượng, thấp hơn giá trong nước {3-17} triệu đồng.",
        "Tỷ giá trung tâm do Ngân hàng Nhà nước công bố là {23100-24900} đồng/USD, giảm {2-19} đồng; các ngân hàng thương mại mua vào {23000-24800} đồng và bán ra {23300-25400} đồng.",
        "Các chuyên gia khuyến nghị nhà đầu tư cẩn trọng khi chênh lệch giữa giá trong nước và thế giới còn lớn, tránh mua đuổi theo tâm lý đám đông.",
    ],
    &[
        "Dự báo thời tiết ngày {day}/{month}: [khu vực {place} có mưa dông|nắng nóng ở {place}]",
        "Theo Đài Khí tượng Thủy văn khu vực, ngày {day}/{month}, khu vực {place} có mưa rào và dông vài nơi, nhiệt độ thấp nhất {18-25} độ C, cao nhất {27-38} độ C, độ ẩm {60-96%}.",
        "Lượng mưa trong 24 giờ qua đo được tại {other} là {12-160} mm, tại {other} là {9-140} mm, tại hồ {other} là {20-210} mm.",
        "Mực nước trên sông tại trạm {other} lúc {5-19} giờ là {2-11},{10-95} m, dưới báo động 1 khoảng {20-90} cm và có xu hướng lên chậm.",
        "Trên biển, gió đông bắc cấp {4-7}, giật cấp {8-10}, sóng cao {2-5} m; tàu thuyền hoạt động trong vùng biển này cần đề phòng gió mạnh và sóng lớn.",
        "Cơ quan khí tượng khuyến cáo người dân đề phòng lốc, sét, mưa đá và gió giật mạnh trong cơn dông, đặc biệt vào chiều và tối.",
    ],
    &[
        "[Học sinh huyện {place} bước vào năm học mới|Khai giảng năm học {year} ở {place}]",
        "Sáng {day}/9, {21-78} trường học trên địa bàn huyện {place} đồng loạt khai giảng năm học mới, chào đón {11000-48000} học sinh, tăng {150-1900} em so với năm học trước.",
        "Chuẩn bị cho năm học, huyện đã đầu tư {18-160} tỷ đồng xây mới {20-140} phòng học, sửa chữa {30-210} phòng và mua sắm {90-700} bộ bàn ghế.",
        "Toàn huyện hiện có {900-3400} cán bộ, giáo viên, còn thiếu {25-190} giáo viên, chủ yếu ở bậc mầm non và các môn tiếng Anh, tin học. [Phòng Giáo dục đã tham mưu hợp đồng|Huyện đã chủ động ký hợp đồng với] {12-99} giáo viên.",
        "Tại Trường THCS {other}, cô giáo {person}, Hiệu trưởng nhà trường, cho biết năm nay trường có {400-1500} học sinh với {12-36} lớp, trong đó {80-300} em vào lớp 6.",
        "Dịp này, Hội Khuyến học trao {45-400} suất học bổng, mỗi suất {300-1500} nghìn đồng, cùng {30-150} xe đạp cho học sinh có hoàn cảnh khó khăn.",
        "Lãnh đạo huyện đề nghị các nhà trường không thu các khoản ngoài quy định, duy trì sĩ số {97-99%} và giữ vững kết quả phổ cập giáo dục.",
    ],
    &[
        "[Khởi công|Nâng cấp] đường nối {place} với {other}",
        "Sáng {day}/{month}, Ban Quản lý dự án đầu tư xây dựng khởi công tuyến đường nối xã {place} với thị trấn {other}, dài {4-29},{1-9} km, tổng mức đầu tư {90-870} tỷ đồng.",
        "Tuyến đường có nền rộng {9-24} m, mặt rộng {7-16} m, gồm {2-9} cầu và {14-80} cống thoát nước, tốc độ thiết kế {40-80} km/h.",
        "Để giải phóng mặt bằng, địa phương phải thu hồi {8-95} ha đất của {130-980} hộ dân, trong đó {15-160} hộ phải tái định cư; đến nay đã chi trả {20-240} tỷ đồng tiền đền bù.",
        "Ông {person}, Giám đốc Ban Quản lý dự án, [khẳng định|cho biết] nhà thầu đã huy động {20-110} máy móc và {80-400} công nhân, chia thành {3-9} mũi thi công.",
        "Dự án dự kiến hoàn thành sau {12-36} tháng, rút ngắn {9-35} phút đi lại giữa hai địa phương và phục vụ {30-190} nghìn người dân.",
    ],
    &[
        "{place}: số ca sốt xuất huyết [tăng|giảm]",
        "Trung tâm Kiểm soát bệnh tật cho biết, trong tuần qua địa bàn {place} ghi nhận {21-390} ca mắc sốt xuất huyết, tăng {5-80%} so với tuần trước; cộng dồn từ đầu năm là {400-7900} ca, {1-7} ca tử vong.",
        "Các phường, xã có nhiều ca mắc gồm {other} ({30-290} ca), {other} ({25-240} ca) và {other} ({18-190} ca). Toàn địa bàn có {9-75} ổ dịch đang hoạt động.",
        "Kết quả giám sát tại {12-60} điểm cho thấy chỉ số côn trùng BI từ {20-70}, vượt ngưỡng nguy cơ; lực lượng y tế đã phun hóa chất tại {900-9000} hộ gia đình.",
        "Bác sĩ {person} khuyến cáo người dân không tự ý truyền dịch tại nhà, [khi sốt cao liên tục trên 2 ngày cần đến ngay cơ sở y tế|đến cơ sở y tế khi sốt cao không hạ] để được theo dõi tiểu cầu.",
        "Bệnh viện đa khoa {other} đang điều trị {15-140} bệnh nhân, trong đó {2-19} ca nặng; bệnh viện đã bổ sung {20-90} giường và {8-40} nhân viên y tế.",
        "Ngành y tế đặt mục tiêu khống chế số mắc dưới {3000-9900} ca trong năm {year} và duy trì chiến dịch diệt lăng quăng vào sáng thứ bảy hằng tuần.",
    ],
    &[
        "[Thắng {other}, {place} vào chung kết|{place} giành vé vào chung kết]",
        "Chiều {day}/{month}, trên sân {other}, đội {place} vượt qua đội {other} với tỷ số {2-6}-{0-1} trước {900-9000} khán giả, giành quyền vào chung kết giải bóng đá các huyện năm {year}.",
        "Phút {3-44}, từ pha đá phạt góc, {person} bật cao đánh đầu mở tỷ số. Đến phút {46-70}, cầu thủ mang áo số {7-29} nhân đôi cách biệt sau cú sút xa từ khoảng cách {18-32} m.",
        "Thống kê cho thấy đội thắng kiểm soát bóng {50-69%}, dứt điểm {9-24} lần, trong đó {4-11} lần trúng đích, và được hưởng {3-12} quả phạt góc; trọng tài rút ra {2-7} thẻ vàng.",
        "[Huấn luyện viên trưởng đánh giá các học trò đã thi đấu đúng đấu pháp.|Ban huấn luyện hài lòng với tinh thần thi đấu của các cầu thủ.] Đây là lần thứ {2-5} trong {6-12} năm đội lọt vào trận cuối cùng.",
        "Trận chung kết diễn ra lúc {14-19} giờ ngày {19-28}/{month}; đội vô địch nhận {50-300} triệu đồng, đội á quân nhận {30-150} triệu đồng.",
    ],
    &[
        "Ngân hàng tại {place} [dành {300-900} tỷ đồng cho vay ưu đãi|giảm lãi suất cho vay]",
        "Ngân hàng Nhà nước chi nhánh {place} thông tin, đến cuối tháng {month}/{year}, tổng nguồn vốn huy động đạt {21000-98000} tỷ đồng, tăng {2-19%} so với đầu năm; dư nợ cho vay đạt {19000-99000} tỷ đồng.",
        "Lãi suất huy động kỳ hạn {6-12} tháng phổ biến ở mức {4-7%}/năm, lãi suất cho vay ngắn hạn bình quân {6-10%}/năm, giảm {0-2%} so với quý trước.",
        "Các tổ chức tín dụng đã cơ cấu lại thời hạn trả nợ cho {400-4900} khách hàng với dư nợ {300-2900} tỷ đồng, miễn giảm {4-90} tỷ đồng tiền lãi.",
        "Tỷ lệ nợ xấu toàn địa bàn là {1-3%}, tương ứng {200-1900} tỷ đồng. [Ông|Bà] {person}, Giám đốc chi nhánh, cho biết sẽ kiểm tra {5-21} tổ chức tín dụng trong quý tới.",
        "Chương trình kết nối ngân hàng - doanh nghiệp đã ký kết {20-160} hợp đồng, cam kết giải ngân {500-5900} tỷ đồng cho sản xuất, kinh doanh.",
    ],
    &[
        "{place} [ra quân làm đường giao thông nông thôn|hiến đất mở đường]",
        "Hưởng ứng phong trào thi đua xây dựng nông thôn mới, từ đầu năm đến nay, nhân dân xã {place} đã hiến {1200-19000} m2 đất, đóng góp {900-9900} ngày công và {2-18} tỷ đồng để làm đường.",
        "Nhờ đó, xã đã bê tông hóa {5-42} km đường thôn, ngõ xóm, kiên cố {3-25} km kênh mương và lắp {110-890} bóng đèn chiếu sáng tại {6-17} thôn.",
        "Gia đình ông {person} ở thôn {other} tự nguyện phá {15-90} m tường rào, hiến {60-480} m2 đất thổ cư trị giá hơn {200-900} triệu đồng mà không nhận đền bù.",
        "Trưởng thôn {other} chia sẻ, mỗi hộ trong thôn góp từ {1-6} triệu đồng, con em xa quê ủng hộ {80-900} triệu đồng; [mọi khoản thu chi đều được công khai|ban công tác mặt trận giám sát từng khoản chi].",
        "Đến nay, xã đạt {13-19}/19 tiêu chí nông thôn mới; thu nhập bình quân đạt {40-76} triệu đồng/người/năm, {82-99%} hộ dùng nước sạch.",
    ],
];

/// What editors write for the same thing, never the name of a measure.
const SYNONYMS: [(&str, &str); 6] = [
    ("cho biết", "thông tin"),
    ("tổ chức", "tiến hành"),
    ("trên địa bàn", "tại địa bàn"),
    ("hiện có", "đang có"),
    ("yêu cầu", "đề nghị"),
    ("Trong đó", "Trong số này"),
];

/// So many reports and so many copies of some of them, in the order in which they arrive.
pub fn corpus(seed: u64, originals: usize, copies: usize) -> Vec<Printed> {
    let mut dice = Dice(seed);
    let mut articles: Vec<Printed> = (0..originals)
        .map(|report| original(&mut dice, report))
        .collect();
    for _ in 0..copies {
        let copied = dice.between(0, originals - 1);
        let copy = edit(&mut dice, &articles[copied]);
        articles.push(copy);
    }
    dice.shuffle(&mut articles);
    articles
}

fn original(dice: &mut Dice, report: usize) -> Printed {
    let pattern = PATTERNS[report % PATTERNS.len()];
    let bound = [
        ("place", (*dice.one(&PLACES)).to_owned()),
        (
            "person",
            format!("{} {}", dice.one(&SURNAMES), dice.one(&GIVEN)),
        ),
        ("day", dice.between(2, 28).to_string()),
        ("month", dice.between(2, 11).to_string()),
        ("year", dice.between(2016, 2024).to_string()),
    ];
    let mut lines = pattern.iter().map(|line| fill(dice, line, &bound));
    Printed {
        report,
        edits: Vec::new(),
        title: lines.next().unwrap(),
        paragraphs: lines.collect(),
        outlet: dice.between(0, OUTLETS.len() - 1),
        one_line: false,
    }
}

/// The words of a pattern with its gaps filled.
fn fill(dice: &mut Dice, pattern: &str, bound: &[(&str, String)]) -> String {
    let Some((before, rest)) = pattern.split_once(['[', '{']) else {
        return pattern.to_owned();
    };
    let is_choice = pattern.chars().nth(before.chars().count()) == Some('[');
    let (inner, after) = rest.split_once(if is_choice { ']' } else { '}' }).unwrap();
    let filled = match bound.iter().find(|(name, _)| *name == inner) {
        Some((_, value)) => value.clone(),
        None if is_choice => {
            let choices: Vec<&str> = inner.split('|').collect();
            let choice = *dice.one(&choices);
            fill(dice, choice, bound)
        }
        None if inner == "other" => (*dice.one(&PLACES)).to_owned(),
        None => number(dice, inner),
    };
    format!("{before}{filled}{}", fill(dice, after, bound))
}

/// `5-90` as `17`, `1000-9000` as `4.120`, `5-90%` as `17,3%`.
fn number(dice: &mut Dice, range: &str) -> String {
    let (low, high) = range.trim_end_matches('%').split_once('-').unwrap();
    let value = dice.between(low.parse().unwrap(), high.parse().unwrap());
    if range.ends_with('%') {
        return format!("{value},{}%", dice.between(1, 9));
    }
    // years are written without a point
    if value >= 1000 && !(1900..=2030).contains(&value) {
        return format!("{}.{:03}", value / 1000, value % 1000);
    }
    value.to_string()
}

/// What another paper makes of an article: another page and headline always, the rest by chance.
fn edit(dice: &mut Dice, article: &Printed) -> Printed {
    let mut edits = vec!["title", "page"];
    let mut paragraphs = article.paragraphs.clone();
    if dice.percent(60) {
        edits.push("cut");
        let kept = (paragraphs.len() * dice.between(50, 85)).div_ceil(100);
        while paragraphs.len() > kept {
            // mostly the end, sometimes something in the middle
            let cut = if dice.percent(60) {
                paragraphs.len() - 1
            } else {
                dice.between(0, paragraphs.len() - 1)
            };
            paragraphs.remove(cut);
        }
    }
    if dice.percent(40) {
        edits.push("order");
        dice.shuffle(&mut paragraphs);
    }
    if dice.percent(40) {
        edits.push("words");
        for (word, other) in SYNONYMS {
            for paragraph in &mut paragraphs {
                *paragraph = paragraph.replace(word, other);
            }
        }
    }
    let title = format!(
        "{} {}",
        dice.one(&[
            "Nhìn lại:",
            "Tin địa phương:",
            "Chuyện ở cơ sở:",
            "Cập nhật:",
            "Đáng chú ý:"
        ]),
        article.title.to_lowercase()
    );
    let one_line = dice.percent(10);
    if one_line {
        edits.push("line");
    }
    Printed {
        report: article.report,
        edits,
        title,
        paragraphs,
        outlet: (article.outlet + dice.between(1, OUTLETS.len() - 1)) % OUTLETS.len(),
        one_line,
    }
}

/// What stands above and below the articles of a paper.
const OUTLETS: [(&str, &str, &str); 6] = [
    (
        "bao-a",
        "Trang chủ | Thời sự | Kinh tế | Xã hội | Video",
        "Lượt xem: 1.204\nGửi bình luận (0)",
    ),
    (
        "bao-b",
        "Hotline: 0912 345 678\nCỡ chữ: 12 14 16",
        "Tin liên quan\nPhá đường dây buôn lậu xăng dầu qua biên giới\nGiá xăng giảm 500 đồng/lít từ 15 giờ",
    ),
    (
        "bao-c",
        "4 phút đọc",
        "Chia sẻ 35 Thích 1,2K Tweet\nTheo dõi chúng tôi: 250.000 người theo dõi",
    ),
    (
        "bao-d",
        "Nghe bài viết 2:45",
        "ĐỌC NHIỀU\n1 Nữ sinh đạt 29,75 điểm khối C\n2 Lãi suất tiền gửi vượt 8%/năm",
    ),
    (
        "bao-e",
        "",
        "Tags: tin địa phương, xã hội\nBạn đọc gửi phản hồi về tòa soạn, tối đa 500 ký tự",
    ),
    (
        "bao-f",
        "Đánh giá bài viết: 5 sao trên tổng số 18 đánh giá",
        "Giấy phép số 112/GP-TTĐT cấp ngày 3/5/2019. Bản quyền thuộc Cổng thông tin điện tử.",
    ),
];

impl Printed {
    /// The page as a scraper sends it.
    pub fn body(&self) -> String {
        let (_, above, below) = OUTLETS[self.outlet];
        if self.one_line {
            return self.paragraphs.join(" ");
        }
        format!(
            "{above}\n{}\n{}\n{below}",
            self.title,
            self.paragraphs.join("\n")
        )
    }

    /// The article under an address of its own.
    pub fn article(&self, number: usize) -> Article {
        let source = format!("{}.example", OUTLETS[self.outlet].0);
        let url = format!("https://{source}/tin-{number}");
        let body = self.body();
        Article {
            id: article::id(&url),
            url,
            source,
            title: Some(self.title.clone()),
            author: None,
            content_hash: article::content_hash(Some(&self.title), &body),
            body,
            published: None,
            scraped_at: scraped(number),
        }
    }
}

fn scraped(number: usize) -> DateTime<Utc> {
    minute(i64::try_from(number).unwrap())
}
