package nodeimage

import (
	"strings"
	"testing"
)

func TestInputsOfThisCheckout(t *testing.T) {
	if _, _, err := readDebian(); err != nil {
		t.Skipf("not a Debian host: %v", err)
	}
	in, err := readInputs(t.Context(), "", DefaultKubernetes())
	if err != nil {
		t.Fatal(err)
	}
	if in.kubernetes() == "" || in.kindVersion == "" || !strings.HasPrefix(in.goVersion, "go1.") || in.suite == "" {
		t.Errorf("got %+v", in)
	}
	again, err := readInputs(t.Context(), "", DefaultKubernetes())
	if err != nil || again.ref() != in.ref() {
		t.Errorf("got %s, then %s, %v", in.ref(), again.ref(), err)
	}
	for name, change := range map[string]func(*inputs){
		"kind":  func(in *inputs) { in.kindVersion = "v0.1.0" },
		"go":    func(in *inputs) { in.goVersion = "go1.1" },
		"suite": func(in *inputs) { in.suite = "sid" },
	} {
		other := *in
		change(&other)
		if sum, err := other.sum(); err != nil || sum == in.hash {
			t.Errorf("another %s results in the same hash %s (%v)", name, sum, err)
		}
	}
	other := *in
	other.mirror, other.checkout = "http://elsewhere/debian", "/elsewhere"
	if sum, err := other.sum(); err != nil || sum != in.hash {
		t.Errorf("another mirror results in another hash (%v)", err)
	}
}

func TestDebianKeyIsNotTheWholeHash(t *testing.T) {
	in := &inputs{kindVersion: "v1", suite: "bookworm", goVersion: "go1"}
	key, err := in.debianKey()
	if err != nil || !strings.HasPrefix(key, "bookworm-") {
		t.Fatalf("got %q, %v", key, err)
	}
	in.goVersion = "go2"
	if again, _ := in.debianKey(); again != key {
		t.Error("the key depends on the version of Go")
	}
	in.kindVersion = "v2"
	if again, _ := in.debianKey(); again == key {
		t.Error("the key does not depend on kind's base files")
	}
}
