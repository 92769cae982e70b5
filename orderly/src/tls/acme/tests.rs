//! What can be told without an authority: what is kept is used, and who asks by `acme-tls/1` gets its answer
//! only.

use super::{super::certificate::tests::own, super::server_config, *};
use rustls::{
    ClientConfig, ClientConnection, DigitallySignedStruct, ServerConnection, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::ring,
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use std::sync::Arc;

fn acme(cache: &Path, domains: &[&str]) -> Acme {
    Acme {
        domains: domains.iter().map(|d| (*d).to_owned()).collect(),
        contact: Vec::new(),
        directory: "https://ca.example/directory".to_owned(),
        ca_file: None,
        cache: cache.to_owned(),
        external: None,
    }
}

#[test]
fn what_is_kept_is_used_for_the_same_names_only() {
    let folder = tempfile::tempdir().unwrap();
    let cache = folder.path().join("acme");
    let wanted = acme(&cache, &["a.example", "b.example"]);
    assert!(kept(&wanted).unwrap().is_none());
    private_folder(&cache).unwrap();
    let (chain, key) = own(&["a.example", "b.example"]);
    write(&certificate_file(&wanted), chain.as_bytes()).unwrap();
    write(&key_file(&wanted), key.as_bytes()).unwrap();
    assert_eq!(kept(&wanted).unwrap().unwrap().chain_pem, chain);
    assert!(kept(&acme(&cache, &["c.example"])).unwrap().is_none());
    write(&key_file(&wanted), own(&["a.example"]).1.as_bytes()).unwrap();
    assert!(kept(&wanted).unwrap().is_none(), "a key of another certificate is not shown");
}

/// Takes whatever is shown: what is shown is the question here.
#[derive(Debug)]
struct Any;

impl ServerCertVerifier for Any {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }
    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }
    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }
    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}

/// Shakes hands in memory; gives the certificate that was shown.
fn shown(resolver: &Arc<Resolver>, name: &str, protocol: &[u8]) -> Option<CertificateDer<'static>> {
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Any))
        .with_no_client_auth();
    config.alpn_protocols = vec![protocol.to_vec()];
    let mut client =
        ClientConnection::new(Arc::new(config), ServerName::try_from(name.to_owned()).unwrap()).unwrap();
    let mut server = ServerConnection::new(server_config(resolver.clone()).unwrap()).unwrap();
    for _ in 0..10 {
        let mut wire = Vec::new();
        client.write_tls(&mut wire).unwrap();
        server.read_tls(&mut wire.as_slice()).unwrap();
        server.process_new_packets().ok()?;
        let mut wire = Vec::new();
        server.write_tls(&mut wire).unwrap();
        client.read_tls(&mut wire.as_slice()).unwrap();
        client.process_new_packets().ok()?;
        if !client.is_handshaking() && !server.is_handshaking() {
            break;
        }
    }
    client.peer_certificates().map(|chain| chain[0].clone().into_owned())
}

#[test]
fn who_asks_for_an_authority_gets_its_answer_and_nobody_else_does() {
    let resolver = Arc::new(Resolver::default());
    assert_eq!(shown(&resolver, "a.example", b"http/1.1"), None, "there is none yet");
    let (chain, key) = own(&["a.example"]);
    let house = Certificate::read(chain, key).unwrap().shown().unwrap();
    resolver.show(house.clone());
    assert_eq!(shown(&resolver, "a.example", b"http/1.1").as_ref(), house.cert.first());
    assert_eq!(shown(&resolver, "a.example", super::super::ACME_PROTOCOL), None, "nobody ordered one");

    let proof = answer("a.example", &[7; 32]).unwrap();
    resolver.answer("A.example", proof.clone());
    assert_eq!(shown(&resolver, "a.example", super::super::ACME_PROTOCOL).as_ref(), proof.cert.first());
    assert_eq!(shown(&resolver, "b.example", super::super::ACME_PROTOCOL), None);
    assert_eq!(shown(&resolver, "a.example", b"http/1.1").as_ref(), house.cert.first());
    resolver.forget_answers();
    assert_eq!(shown(&resolver, "a.example", super::super::ACME_PROTOCOL), None);
}

#[test]
fn the_answer_carries_the_digest_as_the_standard_says() {
    use x509_parser::prelude::{FromDer, X509Certificate};
    let proof = answer("a.example", &[7; 32]).unwrap();
    let (_, read) = X509Certificate::from_der(&proof.cert[0]).unwrap();
    // id-pe-acmeIdentifier, critical, an OCTET STRING of 32 bytes.
    let found = read.extensions().iter().find(|e| e.oid.to_id_string() == "1.3.6.1.5.5.7.1.31").unwrap();
    assert!(found.critical);
    assert_eq!(found.value, [&[4, 32][..], &[7; 32]].concat());
    assert!(answer("a.example", &[7; 31]).is_err());
}
