//! Who a guest is, what a link lets somebody else do, and how a browser forgets.

use hera::domain::OwnerId;
use hera::gateway::Settings;
use reqwest::header::{COOKIE, HeaderValue, SET_COOKIE};
use reqwest::{Client, Method, RequestBuilder, Response};
use serde_json::{Value, json};

use super::house::{House, settings};
use crate::harness;

/// Where the proxy in front says that it was asked.
const AT_ROOT: &[(&str, &str)] = &[("x-forwarded-proto", "https")];
const BELOW_A_PATH: &[(&str, &str)] = &[("x-forwarded-proto", "https"), ("x-forwarded-prefix", "/hera")];
const BY_HTTP: &[(&str, &str)] = &[];

async fn behind_a_proxy() -> House {
    let trusted_proxies = vec!["127.0.0.1/32".parse().unwrap()];
    House::with(Settings { trusted_proxies, ..settings() }, 100).await
}

/// A request of somebody with these cookies and no others.
fn request(house: &House, method: Method, path: &str, cookies: &str) -> RequestBuilder {
    Client::new().request(method, format!("http://{}{path}", house.address)).header(COOKIE, cookies)
}

async fn asked(house: &House, method: Method, path: &str, cookies: &str, place: &[(&str, &str)]) -> Response {
    let request = place
        .iter()
        .fold(request(house, method, path, cookies), |request, (name, value)| request.header(*name, *value));
    request.send().await.unwrap()
}

fn set_cookies(answer: &Response) -> Vec<String> {
    answer.headers().get_all(SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_guest_is_known_by_the_name_of_the_place_alone() {
    let house = behind_a_proxy().await;
    let (guest, planted) = (OwnerId::random(), OwnerId::random());
    let places = [
        (AT_ROOT, "__Host-hera_guest=", "; SameSite=Lax; Secure; Path=/; "),
        (BELOW_A_PATH, "__Secure-hera_guest=", "; SameSite=Lax; Secure; Path=/hera; "),
        (BY_HTTP, "hera_guest=", "; SameSite=Lax; Path=/; "),
    ];
    for (place, begins, has) in places {
        let given = async |cookies: &str| {
            let set = set_cookies(&asked(&house, Method::GET, "/api/sessions", cookies, place).await);
            assert!(set.len() == 1 && set[0].starts_with(begins) && set[0].contains(has), "{set:?}");
            set[0][begins.len()..].split(';').next().unwrap().to_owned()
        };
        // What somebody else may have set under the other names is passed over, alone and beside one's own.
        let others: Vec<String> = places
            .iter()
            .filter(|(_, name, _)| *name != begins)
            .map(|(_, name, _)| format!("{name}{planted}"))
            .collect();
        for other in &others {
            assert_ne!(given(other).await, planted.to_string(), "{other} {place:?}");
        }
        let all = format!("{}; {begins}{guest}; {}", others[0], others[1]);
        assert_eq!(given(&all).await, guest.to_string(), "{all} {place:?}");
        // Whose sessions are listed and deleted, likewise.
        let own = asked(&house, Method::POST, "/api/sessions", &format!("{begins}{planted}"), place).await;
        let path = format!("/api/sessions/{}", own.json::<Value>().await.unwrap()["session_id"].as_str().unwrap());
        assert_eq!(asked(&house, Method::DELETE, &path, &others.join("; "), place).await.status(), 403);
        assert_eq!(asked(&house, Method::DELETE, &path, &format!("{begins}{planted}"), place).await.status(), 204);
    }
}

#[tokio::test]
async fn a_guest_is_found_among_whatever_cookies_there_are() {
    let house = behind_a_proxy().await;
    let (guest, other) = (OwnerId::random(), OwnerId::random());
    let cookies = [
        // Another application's, which is no text.
        [b"theme=\xe6\x97\xa5\xff; ".as_slice(), format!("hera_guest={guest}").as_bytes()].concat(),
        format!("a; =; b=\"c; d;; hera_guest={guest}; e").into_bytes(),
        format!("hera_guest=%; hera_guest={guest}").into_bytes(),
        // The first of two is for the longer path (RFC 6265, 5.4).
        format!("hera_guest={guest};hera_guest={other}").into_bytes(),
        format!("xhera_guest={other}; hera_guest={guest}").into_bytes(),
    ];
    for cookies in cookies {
        let cookies = HeaderValue::from_bytes(&cookies).unwrap();
        let url = format!("http://{}/api/sessions", house.address);
        let set = set_cookies(&Client::new().get(url).header(COOKIE, &cookies).send().await.unwrap());
        assert!(set[0].starts_with(&format!("hera_guest={guest};")), "{cookies:?}: {set:?}");
    }
}

#[tokio::test]
async fn only_a_name_as_it_was_given_is_a_guests() {
    let house = behind_a_proxy().await;
    let guest = OwnerId::random().to_string();
    let others = [
        guest.to_uppercase(),
        guest.replace('-', ""),
        format!("urn:uuid:{guest}"),
        format!("{{{guest}}}"),
        format!("\"{guest}\""),
        // The same to whoever decodes it, in whole and in part.
        guest.bytes().fold(String::new(), |text, byte| text + &format!("%{byte:02x}")),
        format!("%{:02X}{}", guest.as_bytes()[0], &guest[1..]),
        guest.replace('-', "%2d"),
        format!("{guest}%20"),
        // A user's owner will be a UUID v5: no cookie names one.
        "6f9619ff-8b86-5d01-b42d-00cf4fc964ff".into(),
        "6f9619ff-8b86-11d0-b42d-00cf4fc964ff".into(),
        "00000000-0000-0000-0000-000000000000".into(),
    ];
    for other in others {
        for (place, name) in
            [(BY_HTTP, "hera_guest"), (AT_ROOT, "__Host-hera_guest"), (BELOW_A_PATH, "__Secure-hera_guest")]
        {
            let set =
                set_cookies(&asked(&house, Method::GET, "/api/sessions", &format!("{name}={other}"), place).await);
            let given = set[0].split_once('=').unwrap().1.split(';').next().unwrap().to_owned();
            assert!(given != other && given != guest, "{other} was taken");
        }
    }
}

#[tokio::test]
async fn a_browser_forgets_whom_it_knew() {
    let house = behind_a_proxy().await;
    let cookies = format!("__Host-hera_guest={}", OwnerId::random());
    for (place, names) in [
        (AT_ROOT, vec!["__Host-hera_guest", "hera_guest"]),
        (BELOW_A_PATH, vec!["__Secure-hera_guest", "hera_guest"]),
        (BY_HTTP, vec!["hera_guest"]),
    ] {
        let answer = asked(&house, Method::DELETE, "/api/auth/session", &cookies, place).await;
        assert_eq!(answer.status(), 204);
        let set = set_cookies(&answer);
        let named: Vec<&str> = set.iter().map(|cookie| cookie.split_once("=;").unwrap().0).collect();
        assert_eq!(named, names);
        assert!(set.iter().all(|cookie| cookie.contains("; Max-Age=0")), "{set:?}");
        // Browsers drop what says otherwise (RFC 6265bis, 4.1.3.2).
        let at_root = set.iter().filter(|cookie| cookie.starts_with("__Host-"));
        assert!(at_root.into_iter().all(|cookie| cookie.contains("; Secure; Path=/; ")), "{set:?}");
    }
    let foreign =
        request(&house, Method::DELETE, "/api/auth/session", &cookies).header("origin", "https://evil.example");
    assert_eq!(foreign.send().await.unwrap().status(), 403);
    // A client that keeps cookies is a new guest afterwards.
    house.session().await;
    let listed = async || house.get("/api/sessions").send().await.unwrap().json::<Value>().await.unwrap();
    assert_eq!(listed().await["sessions"].as_array().unwrap().len(), 1);
    assert_eq!(house.request(Method::DELETE, "/api/auth/session").send().await.unwrap().status(), 204);
    assert_eq!(listed().await, json!({"sessions": []}));
}

#[tokio::test]
async fn a_link_opens_a_session_and_does_not_delete_it() {
    let house = House::open().await;
    let created = house.post("/api/sessions").send().await.unwrap();
    let owner = created.headers()[SET_COOKIE].to_str().unwrap().split(';').next().unwrap().to_owned();
    let id = created.json::<Value>().await.unwrap()["session_id"].as_str().unwrap().to_owned();
    let session = format!("/api/sessions/{id}");
    let other = format!("hera_guest={}", OwnerId::random());
    for (cookies, role) in [(&*owner, "owner"), (&*other, "writer"), ("", "writer")] {
        let caller = json!({"kind": "guest", "role": role});
        let status = asked(&house, Method::GET, &format!("{session}/status"), cookies, BY_HTTP).await;
        assert_eq!(status.json::<Value>().await.unwrap()["caller"], caller);
        let mut client = harness::Client::try_open(house.address, &id, &[("cookie", cookies)]).await.unwrap();
        client.hello(None).await;
        assert_eq!(client.welcome["caller"], caller);
        client.say(&format!("m-{role}-{}", cookies.len()), "hello").await;
        client.leave().await;
    }
    for cookies in [&*other, ""] {
        let refused = asked(&house, Method::DELETE, &session, cookies, BY_HTTP).await;
        assert_eq!(refused.status(), 403);
        assert_eq!(refused.json::<Value>().await.unwrap()["code"], "forbidden");
    }
    let never = "/api/sessions/00000000-0000-4000-8000-000000000000";
    assert_eq!(asked(&house, Method::DELETE, never, &other, BY_HTTP).await.status(), 404);
    assert_eq!(asked(&house, Method::DELETE, &session, &owner, BY_HTTP).await.status(), 204);
    assert_eq!(asked(&house, Method::GET, &format!("{session}/status"), &owner, BY_HTTP).await.status(), 404);
}
