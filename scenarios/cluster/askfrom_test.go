package cluster

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/outside"
)

// TestWhereToAskFrom is decided once, by whether a node answers at its address, and told.
func TestWhereToAskFrom(t *testing.T) {
	away := errors.New("no route to host")
	for _, c := range []struct {
		want  AskFrom
		reach error
		from  AskFrom
		says  string
	}{
		{"", nil, AskHost, "from this machine"},
		{AskAuto, nil, AskHost, "from this machine"},
		{AskAuto, away, AskContainer, "cannot be reached from this machine (no route to host)"},
		{AskContainer, nil, AskContainer, "as --ask-from says"},
		{AskContainer, away, AskContainer, "as --ask-from says"},
		{AskHost, nil, AskHost, "from this machine"},
		{AskHost, away, "", "leave --ask-from out"},
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
			t.Errorf("%+v: from %q, told %q", c, a.Decided(), told)
		}
		if c.from == "" {
			_, _, err = a.Connect(t.Context(), "10.0.0.1:80", false, time.Second)
			if !errors.As(err, new(*outside.Unasked)) || !errors.As(err, new(*EnvironmentError)) {
				t.Errorf("%+v: a connection: %v", c, err)
			}
		}
	}
}

// TestAskFromOfAForeignCluster: nothing is known of its network.
func TestAskFromOfAForeignCluster(t *testing.T) {
	err := Options{Kubeconfig: "k", AskFrom: AskContainer}.withDefaults().asked()
	if !errors.As(err, new(*OptionError)) || !strings.Contains(err.Error(), "--ask-from container") {
		t.Errorf("got %v", err)
	}
	a := (&Cluster{Name: "theirs"}).Asker(AskAuto, "run", nil)
	if from, err := a.FromContainer(t.Context()); from || err != nil || a.Close(t.Context()) != nil {
		t.Errorf("from a container: %t, %v", from, err)
	}
}
