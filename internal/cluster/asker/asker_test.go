package asker

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/outside"
	"github.com/gherkind/gherkind/scenarios/cluster"
)

// TestWhereToAskFrom: it is decided once, depending on whether a node answers at its address, and reported.
func TestWhereToAskFrom(t *testing.T) {
	away := errors.New("no route to host")
	for _, c := range []struct {
		want  cluster.AskFrom
		reach error
		from  cluster.AskFrom
		says  string
	}{
		{"", nil, cluster.AskHost, "from this machine"},
		{cluster.AskAuto, nil, cluster.AskHost, "from this machine"},
		{cluster.AskAuto, away, cluster.AskContainer, "cannot be reached from this machine (no route to host)"},
		{cluster.AskContainer, nil, cluster.AskContainer, "as --ask-from says"},
		{cluster.AskContainer, away, cluster.AskContainer, "as --ask-from says"},
		{cluster.AskHost, nil, cluster.AskHost, "from this machine"},
		{cluster.AskHost, away, "", "leave --ask-from out"},
	} {
		var told []string
		a := &Asker{want: c.want, note: func(format string, args ...any) { told = append(told, fmt.Sprintf(format, args...)) }}
		a.reach = func(context.Context) error { return c.reach }
		_, err := a.FromContainer(t.Context())
		_, again := a.FromContainer(t.Context())
		if err != nil && again != nil {
			told = append(told, err.Error())
		}
		if a.Decided() != c.from || len(told) != 1 || !strings.Contains(told[0], c.says) {
			t.Errorf("%+v: from %q, reported %q", c, a.Decided(), told)
		}
		if c.from == "" {
			_, _, err = a.Connect(t.Context(), "10.0.0.1:80", false, time.Second)
			if !errors.As(err, new(*outside.Unasked)) || !errors.As(err, new(*cluster.EnvironmentError)) {
				t.Errorf("%+v: a connection: %v", c, err)
			}
		}
	}
}

// TestAskFromOfAnExternalCluster: its network is unknown, so a container cannot be used.
func TestAskFromOfAnExternalCluster(t *testing.T) {
	err := cluster.Options{Kubeconfig: "k", AskFrom: cluster.AskContainer}.Check()
	if !errors.As(err, new(*cluster.OptionError)) || !strings.Contains(err.Error(), "--ask-from container") {
		t.Errorf("got %v", err)
	}
	a := New(&cluster.Cluster{Name: "theirs"}, cluster.AskAuto, "run", nil)
	if from, err := a.FromContainer(t.Context()); from || err != nil || a.Close(t.Context()) != nil {
		t.Errorf("from a container: %t, %v", from, err)
	}
}
