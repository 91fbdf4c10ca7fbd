pub fn api() -> web::Api {
    web::Api::new("people")
}
