//! Hand-drawn icons: 24 units square, one stroke, the ink of the text beside them. They never
//! stand alone: the word is always there, so they are hidden from screen readers.

use maud::{Markup, PreEscaped, Render, html};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    Home,
    Shelf,
    Truck,
    Cart,
    Nota,
    Coins,
    People,
    Product,
    Agreement,
    Workshop,
    Shield,
    Chart,
    Settings,
    More,
    Search,
    Language,
    Theme,
    SignOut,
    SignIn,
    Left,
    Right,
    Plus,
    Count,
    Shop,
    ThumbUp,
    ThumbDown,
    Heart,
    FaceLaughing,
    FaceAngry,
    FaceSad,
    FaceAstonished,
}

impl Icon {
    pub const ALL: [Self; 31] = [
        Self::Home,
        Self::Shelf,
        Self::Truck,
        Self::Cart,
        Self::Nota,
        Self::Coins,
        Self::People,
        Self::Product,
        Self::Agreement,
        Self::Workshop,
        Self::Shield,
        Self::Chart,
        Self::Settings,
        Self::More,
        Self::Search,
        Self::Language,
        Self::Theme,
        Self::SignOut,
        Self::SignIn,
        Self::Left,
        Self::Right,
        Self::Plus,
        Self::Count,
        Self::Shop,
        Self::ThumbUp,
        Self::ThumbDown,
        Self::Heart,
        Self::FaceLaughing,
        Self::FaceAngry,
        Self::FaceSad,
        Self::FaceAstonished,
    ];

    /// What is drawn: SVG elements, ours and static.
    const fn strokes(self) -> &'static str {
        STROKES[self as usize]
    }
}

/// In the order of the icons.
const STROKES: [&str; 31] = [
    // Home
    "<path d='M3.5 11.2 12 4l8.5 7.2'/><path d='M6 9.6V20h12V9.6'/>\
     <path d='M10 20v-5.2c0-.7.6-1.3 1.3-1.3h1.4c.7 0 1.3.6 1.3 1.3V20'/>",
    // Shelf
    "<path d='M4 3.5v17M20 3.5v17M4 10h16M4 18h16'/><path d='M7 10V6.2h4V10'/>\
     <path d='M13.5 10V5h3.2v5'/><path d='M7.5 18v-4.6h3V18'/><path d='M13 18v-3.4h4V18'/>",
    // Truck
    "<path d='M2.5 16.5V6.8h11v9.7'/><path d='M13.5 10h4l4 3.7v2.8h-2'/>\
     <path d='M8.6 16.5h6.3'/><circle cx='6.6' cy='17.2' r='2'/><circle cx='17' cy='17.2' r='2'/>",
    // Cart
    "<path d='M2.8 4.5h2.5l2.2 10.6h9.9l2.3-7.6H6'/><circle cx='9' cy='19' r='1.5'/>\
     <circle cx='16' cy='19' r='1.5'/>",
    // Nota
    "<path d='M6 3.5h12v17l-2-1.4-2 1.4-2-1.4-2 1.4-2-1.4-2 1.4z'/>\
     <path d='M9 8h6M9 11.3h6M9 14.6h3.5'/>",
    // Coins
    "<ellipse cx='9.5' cy='7' rx='6' ry='3'/><path d='M3.5 7v4.2c0 1.7 2.7 3 6 3'/>\
     <path d='M3.5 11.2v4.2c0 1.7 2.7 3 6 3'/><path d='M15.5 7v2.3'/>\
     <circle cx='16' cy='15.4' r='5'/><path d='M16 13v4.8'/>",
    // People
    "<circle cx='9' cy='8' r='3.4'/><path d='M2.8 19.5c.4-3.6 2.9-5.8 6.2-5.8s5.8 2.2 6.2 5.8'/>\
     <path d='M15.3 4.9a3.3 3.3 0 0 1 0 6.2'/><path d='M17.4 14.2c2.2.8 3.5 2.7 3.8 5.3'/>",
    // Product
    "<path d='M12 3.2 20 7.4v9.2l-8 4.2-8-4.2V7.4z'/><path d='M4 7.4l8 4.3 8-4.3M12 11.7v9.1'/>\
     <path d='M8 5.3l8 4.3'/>",
    // Agreement
    "<path d='M5.5 3.5h9.2l3.8 3.8v6'/><path d='M5.5 3.5v17h6'/><path d='M14.5 3.6v4h4'/>\
     <path d='M8.5 11h6M8.5 14.3h3.4'/><path d='M13.4 20.6l.6-2.7 5.1-5.1 2.1 2.1-5.1 5.1z'/>",
    // Workshop
    "<path d='M13.6 6.1 17 2.8l4.2 4.2-3.3 3.4'/><path d='M15.4 8 5.8 17.6a1.9 1.9 0 0 0 2.7 2.7l9.6-9.6'/>\
     <path d='M3 8.5 8.4 3l2.2 2.2-5.4 5.5z'/><path d='M8 8l4 4'/>",
    // Shield
    "<path d='M12 3.2 19 6v5.4c0 4.4-2.8 7.7-7 9.4-4.2-1.7-7-5-7-9.4V6z'/>\
     <path d='M8.8 11.8l2.3 2.4 4.2-4.6'/>",
    // Chart
    "<path d='M3.5 20.5h17'/><path d='M6 20.5v-6M11 20.5V9M16 20.5v-8.4'/>\
     <path d='M5 10.4l5.6-5.6 4.6 3.8 5-5.4'/>",
    // Settings
    "<path d='M4 7h9M17.5 7H20M4 17h2.5M11 17h9'/><circle cx='15.2' cy='7' r='2.3'/>\
     <circle cx='8.8' cy='17' r='2.3'/>",
    // More
    "<circle cx='5' cy='12' r='1.4'/><circle cx='12' cy='12' r='1.4'/>\
     <circle cx='19' cy='12' r='1.4'/>",
    // Search
    "<circle cx='10.5' cy='10.5' r='6'/><path d='M15 15l5.5 5.5'/>",
    // Language
    "<circle cx='12' cy='12' r='8.5'/><path d='M3.5 12h17'/>\
     <path d='M12 3.5c2.6 2.4 3.8 5.2 3.8 8.5s-1.2 6.1-3.8 8.5c-2.6-2.4-3.8-5.2-3.8-8.5S9.4 5.9 12 3.5z'/>",
    // Theme
    "<circle cx='12' cy='12' r='8.5'/>\
     <path d='M12 3.5v17M12 7.5l5.2-2M12 12h8.4M12 16.5l5.2 2'/>",
    // SignOut
    "<path d='M14 4H5.5v16H14'/><path d='M10 12h10.5M17 8.3l3.7 3.7-3.7 3.7'/>",
    // SignIn
    "<path d='M10 4h8.5v16H10'/><path d='M3.5 12H14M10.5 8.3l3.7 3.7-3.7 3.7'/>",
    // Left
    "<path d='M14.5 5.5 8 12l6.5 6.5'/>",
    // Right
    "<path d='M9.5 5.5 16 12l-6.5 6.5'/>",
    // Plus
    "<path d='M12 5v14M5 12h14'/>",
    // Count
    "<path d='M8.5 4.5H6v16h12v-16h-2.5'/><path d='M8.5 3.2h7v3h-7z'/>\
     <path d='M8.8 12.3l1.3 1.4 2.3-2.7M8.8 17l1.3 1.4 2.3-2.7M14.5 12.5h1M14.5 17h1'/>",
    // Shop
    "<path d='M4.5 11v9.5h15V11'/><path d='M3.2 8.5 5 3.8h14l1.8 4.7'/>\
     <path d='M3.2 8.5c0 1.6 1.3 2.7 2.9 2.7S9 10.1 9 8.5c0 1.6 1.3 2.7 3 2.7s3-1.1 3-2.7c0 1.6 1.3 2.7 2.9 2.7s2.9-1.1 2.9-2.7z'/>\
     <path d='M9.5 20.5v-5.2h5v5.2'/>",
    // ThumbUp
    "<path d='M3.5 10.5h4v9.5h-4z'/>\
     <path d='M7.5 11l3.7-7.3c1.6 0 2.6 1.2 2.4 2.8l-.5 3.3h5.2c1.5 0 2.5 1.3 2.2 2.7l-1.3 5.8c-.2 1-1.1 1.7-2.2 1.7H7.5'/>",
    // ThumbDown
    "<path d='M3.5 13.5h4V4h-4z'/>\
     <path d='M7.5 13l3.7 7.3c1.6 0 2.6-1.2 2.4-2.8l-.5-3.3h5.2c1.5 0 2.5-1.3 2.2-2.7l-1.3-5.8C19 4.7 18.1 4 17 4H7.5'/>",
    // Heart
    "<path d='M12 20.3 4.7 13A4.9 4.9 0 0 1 12 6.5 4.9 4.9 0 0 1 19.3 13z'/>",
    // FaceLaughing
    "<circle cx='12' cy='12' r='8.7'/><path d='M7.2 10.2l1.6-1.5 1.6 1.5M13.6 10.2l1.6-1.5 1.6 1.5'/>\
     <path d='M7.4 13.4h9.2c-.4 2.7-2.2 4.3-4.6 4.3s-4.2-1.6-4.6-4.3z'/>",
    // FaceAngry
    "<circle cx='12' cy='12' r='8.7'/><path d='M7 8.6l3.3 1.7M17 8.6l-3.3 1.7'/>\
     <path d='M8.8 11.6v.6M15.2 11.6v.6M8.6 16.8c.8-1.3 2-1.9 3.4-1.9s2.6.6 3.4 1.9'/>",
    // FaceSad
    "<circle cx='12' cy='12' r='8.7'/><path d='M8.8 9.4v1M15.2 9.4v1'/>\
     <path d='M8.6 16.8c.8-1.3 2-1.9 3.4-1.9s2.6.6 3.4 1.9'/>\
     <path d='M16.6 12.3c.8 1 1.1 1.6 1.1 2.1a1.1 1.1 0 0 1-2.2 0c0-.5.3-1.1 1.1-2.1z'/>",
    // FaceAstonished
    "<circle cx='12' cy='12' r='8.7'/><path d='M7.4 7.7l2.2-.8M16.6 7.7l-2.2-.8M8.8 10v.6M15.2 10v.6'/>\
     <ellipse cx='12' cy='15.6' rx='1.9' ry='2.3'/>",
];

impl Render for Icon {
    fn render(&self) -> Markup {
        html! {
            svg.icon viewBox="0 0 24 24" width="24" height="24" aria-hidden="true"
                focusable="false" { (PreEscaped(self.strokes())) }
        }
    }
}
