package cluster

import (
	"errors"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster/nodeimage"
)

func TestEachVersionHasAClusterOfItsOwn(t *testing.T) {
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{}, "gherkind"},
		{Options{Kubernetes: DefaultKubernetes()}, "gherkind"},
		{Options{Kubernetes: "v1.36"}, "gherkind-1-36"},
		{Options{Kubernetes: "1.36"}, "gherkind-1-36"},
		{Options{Kubernetes: "v1.36", Name: "mine"}, "mine"},
		{Options{NodeImage: "kindest/node:v1.35.0"}, "gherkind-image-799f2512"},
		{Options{NodeImage: "kindest/node:v1.35.0", Name: "mine"}, "mine"},
	} {
		if got := c.o.Own(); got != c.want {
			t.Errorf("%+v: %s, want %s", c.o, got, c.want)
		}
		if err := c.o.withDefaults().asked(); err != nil {
			t.Error(err)
		}
	}
}

func TestVersionsThatCannotBe(t *testing.T) {
	for want, o := range map[string]Options{
		"--kubernetes: kind":                  {Kubernetes: "v1.2"},
		"not a valid minor version":           {Kubernetes: "new"},
		"cannot be combined: the image has":   {Kubernetes: "v1.36", NodeImage: "a"},
		"cannot be combined: the image is":    {NodeImage: "a", Source: nodeimage.Built},
		"not a valid image reference":         {NodeImage: "a b"},
		"for a cluster that gherkind makes":   {Kubernetes: "v1.36", Context: "theirs"},
		"--kubernetes and --node-image are f": {NodeImage: "a", Kubeconfig: "theirs"},
	} {
		err := o.withDefaults().asked()
		if !errors.As(err, new(*OptionError)) || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", o, err, want)
		}
	}
}

func TestAClusterRemembersWhatItWasMadeWith(t *testing.T) {
	for _, m := range []memory{{}, {Kubernetes: "v1.36"}, {NodeImage: "a:b"}, {Temporary: "4f2a"}} {
		data, err := m.write()
		if err != nil {
			t.Fatal(err)
		}
		if got, err := readMemory(data); err != nil || got != m {
			t.Errorf("%+v became %+v, %v", m, got, err)
		}
	}
	if got, err := readMemory(nil); err != nil || got != (memory{}) {
		t.Errorf("an empty file: %+v, %v", got, err)
	}
	if got, err := readMemory([]byte("{")); err == nil {
		t.Errorf("an incomplete file: %+v", got)
	}
	had := memory{Kubernetes: "v1.36"}
	if got := had.unlessAsked(Options{}); got.Kubernetes != "v1.36" {
		t.Errorf("without options: %+v", got)
	}
	for _, o := range []Options{{Kubernetes: "v1.35"}, {NodeImage: "a"}} {
		if got := had.unlessAsked(o); got.Kubernetes != o.Kubernetes || got.NodeImage != o.NodeImage {
			t.Errorf("%+v became %+v", o, got)
		}
	}
}

func TestWhyAClusterOfAnotherVersionIsRecreated(t *testing.T) {
	for _, c := range []struct {
		had  memory
		o    Options
		want string
	}{
		{memory{Kubernetes: "v1.36"}, Options{Kubernetes: DefaultKubernetes()}, "it was made with Kubernetes v1.36, and Kubernetes " + DefaultKubernetes() + " is asked for"},
		{memory{}, Options{Kubernetes: DefaultKubernetes()}, "its topology or node image has changed"},
		{memory{}, Options{}, "its topology or node image has changed"},
		{memory{}, Options{NodeImage: "a"}, "it was made with Kubernetes " + DefaultKubernetes() + ", and the node image a is asked for"},
	} {
		if got := (desired{options: c.o, had: found{memory: c.had}}).changed(); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
