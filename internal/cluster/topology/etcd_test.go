package topology

import (
	"slices"
	"strings"
	"testing"
)

func members(t *testing.T, topology *Topology) ([]string, error) {
	t.Helper()
	external, err := topology.ExternalEtcd()
	if err != nil {
		t.Fatal(err)
	}
	return external.Members()
}

func TestMembersBearTheClustersName(t *testing.T) {
	topology, err := Load("external-etcd")
	if err != nil {
		t.Fatal(err)
	}
	if err := topology.NameEtcd("mine"); err != nil {
		t.Fatal(err)
	}
	got, err := members(t, topology)
	if want := []string{"mine-etcd1", "mine-etcd2", "mine-etcd3"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v; want %q", got, err, want)
	}
}

func TestStackedEtcdHasNoMembersOutside(t *testing.T) {
	for _, name := range []string{"multi-node", "ha"} {
		topology, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := members(t, topology); err != nil || len(got) > 0 {
			t.Errorf("%s: got %q, %v", name, got, err)
		}
	}
}

func TestWhatCannotBeAMember(t *testing.T) {
	const files = "caFile: /a, certFile: /b, keyFile: /c"
	for external, want := range map[string]string{
		"{endpoints: ['http://etcd1:2379'], " + files + "}":  "https://NAME:2379",
		"{endpoints: ['https://etcd1:4001'], " + files + "}": "https://NAME:2379",
		"{endpoints: ['etcd1'], " + files + "}":              "https://NAME:2379",
		"{endpoints: ['https://etcd1:2379'], caFile: /a}":    "needs caFile, certFile and keyFile",
	} {
		topology, err := Load(write(t, small+"kubeadmConfigPatches:\n  - |\n    kind: ClusterConfiguration\n    etcd: {external: "+external+"}\n"))
		if err != nil {
			t.Fatal(err)
		}
		if err := topology.NameEtcd("mine"); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", external, err, want)
		}
	}
}
