package cluster

import (
	"context"
	"errors"
	"strings"
	"testing"

	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/cluster/docker"
	"github.com/gherkind/gherkind/internal/runlock/inuse"
)

// leases are the runs that have a Lease in the cluster.
type leases struct {
	runs []string
	err  error
}

func (l leases) Running(context.Context, *rest.Config) ([]string, error) { return l.runs, l.err }

func (leases) AwaitNodes(context.Context, *rest.Config, []string, func(string)) error { return nil }

// TestUsedByOthers: former versions of an image are only removed if it is sure that no other run uses them.
func TestUsedByOthers(t *testing.T) {
	const shop = "gherkind.local/own/shop"
	for _, c := range []struct {
		name   string
		uses   []string // the images of another run of this machine, in cluster c
		leased leases
		want   bool
	}{
		{"no other run", nil, leases{}, false},
		{"this run has a Lease", nil, leases{runs: []string{"mine"}}, false},
		{"another run uses them", []string{shop}, leases{}, true},
		{"another run uses others", []string{"gherkind.local/own/till"}, leases{}, false},
		{"another run uses others, and has a Lease", []string{"gherkind.local/own/till"}, leases{runs: []string{"other", "mine"}}, false},
		{"a run of another machine", nil, leases{runs: []string{"elsewhere"}}, true},
		{"no answer", nil, leases{err: errors.New("refused")}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			node := strings.Replace(nodeOf("c", "control-plane", "running", true), `"Config"`, `"NetworkSettings": {"Ports": {"6443/tcp": [{"HostIP": "127.0.0.1", "HostPort": "1"}]}}, "Config"`, 1)
			newDocker(t, node)
			if c.uses != nil {
				use, err := inuse.Begin("other", "c", c.uses...)
				if err != nil {
					t.Fatal(err)
				}
				t.Cleanup(func() {
					if err := use.End(); err != nil {
						t.Error(err)
					}
				})
			}
			o := Options{Name: "c", Run: "mine", StateDir: t.TempDir(), others: c.leased}.withDefaults()
			have, err := docker.OfCluster(t.Context(), "c")
			if err != nil {
				t.Fatal(err)
			}
			keepKubeconfig(t, o, have, "https://127.0.0.1:1")
			if got := (desired{options: o}).usedByOthers(t.Context(), shop); got != c.want {
				t.Errorf("got %t", got)
			}
		})
	}
}

// TestRepositories: nothing is loaded into the nodes of an external cluster.
func TestRepositories(t *testing.T) {
	o := Options{Images: []Image{{Name: "example.com/shop:latest"}}}
	if got := o.Repositories(); len(got) != 1 || got[0] != "gherkind.local/own/example-com-shop-latest" {
		t.Errorf("got %q", got)
	}
	o.Kubeconfig = "x"
	if got := o.Repositories(); len(got) > 0 {
		t.Errorf("external: %q", got)
	}
}
