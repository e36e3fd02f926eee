package main

import (
	"slices"
	"testing"
)

func TestImporters(t *testing.T) {
	list := "m/a [os] | [os] []\nm/b [] | [] [" + goldenPackage + " testing]\n" + goldenPackage + " [os] | [os] []\n" +
		"m/helper [" + goldenPackage + "] | [] []\nm/c [os] | [m/helper] []\n"
	if got := importers(list); !slices.Equal(got, []string{"m/b", "m/c"}) {
		t.Errorf("got %q", got)
	}
}

// TestGoldenPackages: a golden file that make generate does not update would stay stale.
func TestGoldenPackages(t *testing.T) {
	t.Chdir("../..")
	packages, err := goldenPackages(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := "github.com/gherkind/gherkind/internal/explain"; !slices.Contains(packages, want) {
		t.Errorf("%s has golden files, and is not in %q", want, packages)
	}
}
