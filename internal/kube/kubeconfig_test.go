package kube

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/client-go/tools/clientcmd"
)

// TestWriteKubeconfig: the file has only the one context, with the namespace, and works in any folder.
func TestWriteKubeconfig(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) string {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	put("ca.crt", "certificate")
	from := put("config", `{apiVersion: v1, kind: Config, current-context: other,
clusters: [{name: one, cluster: {server: "https://one.example", certificate-authority: ca.crt}}, {name: two, cluster: {server: "https://two.example"}}],
users: [{name: me, user: {token: secret-of-one}}, {name: you, user: {token: secret-of-two}}],
contexts: [{name: mine, context: {cluster: one, user: me, namespace: default}}, {name: other, context: {cluster: two, user: you}}]}`)
	to := filepath.Join(t.TempDir(), "kubeconfig")
	if err := WriteKubeconfig(to, from, "mine", "gk-a"); err != nil {
		t.Fatal(err)
	}
	got, err := clientcmd.LoadFromFile(to)
	if err != nil {
		t.Fatal(err)
	}
	at := got.Contexts[got.CurrentContext]
	if got.CurrentContext != "mine" || len(got.Contexts) != 1 || at.Namespace != "gk-a" || string(got.Clusters[at.Cluster].CertificateAuthorityData) != "certificate" {
		t.Errorf("got %+v", got)
	}
	text, err := os.ReadFile(to)
	if err != nil || strings.Contains(string(text), "secret-of-two") {
		t.Errorf("it contains more than the context needs: %v", err)
	}
	if err := WriteKubeconfig(to, from, "no-such", "gk-a"); err == nil || !strings.Contains(err.Error(), `context "no-such"`) {
		t.Errorf("got %v", err)
	}
	if err := WriteKubeconfig(to, filepath.Join(dir, "none"), "", "gk-a"); err == nil {
		t.Error("a kubeconfig was written without a source")
	}
}
