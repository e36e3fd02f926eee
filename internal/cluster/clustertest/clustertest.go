// Package clustertest provides the project's own cluster to tests.
package clustertest

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// Up returns the project's cluster, and creates it if necessary. With -short the test is skipped. There is only one such cluster,
// so packages that use it are tested one at a time (go test -p 1).
func Up(t testing.TB) *cluster.Cluster {
	t.Helper()
	if testing.Short() {
		t.Skip("needs the kind cluster; -short leaves it out")
	}
	c, err := cluster.Up(t.Context(), Options(t))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Options returns the options of the project's cluster.
func Options(t testing.TB) cluster.Options {
	t.Helper()
	return cluster.Options{StateDir: filepath.Join(root(t), ".gherkind")}
}

// root returns the checkout: the nearest folder upwards with a go.mod.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			t.Fatal("no go.mod above the test's folder")
		}
		dir = parent
	}
}
