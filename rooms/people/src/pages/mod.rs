pub fn screens() -> web::Screens {
    web::Screens::new()
}
