package setup_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gherkind/gherkind/internal/setup"
)

var files = fstest.MapFS{
	"app/deploy/b.yaml": {}, "app/deploy/a.yml": {}, "app/deploy/README.md": {}, "app/deploy/old/c.yaml": {}, "app/empty/README.md": {},
}

// Entries become steps in their order, a folder one for each of its files, and each entry is ready before the next.
func TestWrite(t *testing.T) {
	written, err := setup.Write(files, "app", []setup.Entry{
		{Manifests: "deploy", Namespace: "shop", Line: 4},
		{Kustomization: "overlays/ci", Within: 90 * time.Second, Line: 5},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `Feature: Set-up

  Scenario: Set-up
    Given the manifest "deploy/a.yml" is applied
    Given the manifest "deploy/b.yaml" is applied
    Then everything that was applied is ready within 5m
    Given the kustomization "overlays/ci" is applied
    Then everything that was applied is ready within 1m30s
`
	if written.Text != want {
		t.Errorf("%s", written.Text)
	}
	if !slices.Equal(written.Lines, []int{4, 4, 4, 5, 5}) || !slices.Equal(written.Namespaces, []string{"shop", "shop", "shop", "", ""}) {
		t.Errorf("%v %q", written.Lines, written.Namespaces)
	}
}

// What is not there is no set-up that does nothing.
func TestMissing(t *testing.T) {
	for _, name := range []string{"nowhere", "empty"} {
		if _, err := setup.Write(files, "app", []setup.Entry{{Manifests: name, Line: 3}}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// An entry says one thing.
func TestCheck(t *testing.T) {
	for _, bad := range []setup.Entry{{}, {Manifests: "a", Kustomization: "b"}, {Manifests: "a", Within: -1}} {
		if bad.Check() == nil {
			t.Errorf("%+v is taken", bad)
		}
	}
	if err := (setup.Entry{Kustomization: "a"}).Check(); err != nil {
		t.Error(err)
	}
}
