package etcd

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"slices"
	"strings"
	"testing"
)

func parsed(t *testing.T, p pair) *x509.Certificate {
	t.Helper()
	if _, err := tls.X509KeyPair(p.certificate, p.key); err != nil {
		t.Fatalf("certificate and key do not belong together: %v", err)
	}
	block, _ := pem.Decode(p.certificate)
	certificate, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	return certificate
}

func roots(t *testing.T, a *authority) *x509.CertPool {
	t.Helper()
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(a.pair.certificate) {
		t.Fatal("the authority's certificate cannot be read")
	}
	return pool
}

func TestCertificatesAreForTheirUseOnly(t *testing.T) {
	ca, err := newAuthority("test")
	if err != nil {
		t.Fatal(err)
	}
	other, err := newAuthority("test")
	if err != nil {
		t.Fatal(err)
	}
	m, err := ca.member("c-etcd1")
	if err != nil {
		t.Fatal(err)
	}
	c, err := ca.client("api")
	if err != nil {
		t.Fatal(err)
	}
	member, client := parsed(t, m), parsed(t, c)
	server := func(name string, by *authority) x509.VerifyOptions {
		return x509.VerifyOptions{DNSName: name, Roots: roots(t, by), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	}
	for _, host := range []string{"c-etcd1", "localhost", "127.0.0.1"} {
		if _, err := member.Verify(server(host, ca)); err != nil {
			t.Errorf("a member as %s: %v", host, err)
		}
	}
	if _, err := member.Verify(server("c-etcd2", ca)); err == nil {
		t.Error("a member's certificate is valid for the name of another member")
	}
	if _, err := member.Verify(server("c-etcd1", other)); err == nil {
		t.Error("a member's certificate is trusted with the CA of another cluster")
	}
	if _, err := client.Verify(server("", ca)); err == nil {
		t.Error("a client certificate is accepted for a server")
	}
	if _, err := client.Verify(x509.VerifyOptions{Roots: roots(t, ca), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}); err != nil {
		t.Errorf("a client: %v", err)
	}
}

func TestControlPlanesGetWhatKubeadmAndKindWant(t *testing.T) {
	set, err := New("c", []string{"etcd1", "etcd2"})
	if err != nil {
		t.Fatal(err)
	}
	files, err := set.ForControlPlanes("/pki/etcd/ca.crt", "/pki/client.crt", "/pki/client.key")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"/pki/etcd/ca.crt", "/pki/etcd/ca.key", "/pki/client.crt", "/pki/client.key"} {
		if len(files[name]) == 0 {
			t.Errorf("%s is missing", name)
		}
	}
	settings := set.settings("etcd2")
	if want := "ETCD_INITIAL_CLUSTER=etcd1=https://c-etcd1:2380,etcd2=https://c-etcd2:2380"; !slices.Contains(settings, want) {
		t.Errorf("%q is not in %q", want, settings)
	}
	if strings.Contains(strings.Join(settings, " "), "http:") {
		t.Errorf("a URL without TLS: %q", settings)
	}
}
