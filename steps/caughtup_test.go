package steps

import (
	"context"
	"errors"
	"reflect"
	"testing"

	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// TestThenCaughtUp: only what may be the function of a step is wrapped, and keeps its type and its error.
func TestThenCaughtUp(t *testing.T) {
	broken := errors.New("broken")
	called := 0
	run := func(_ context.Context, _ *world.World, name string) error {
		called++
		if name == "broken" {
			return broken
		}
		return nil
	}
	wrapped, same := thenCaughtUp(run).(func(context.Context, *world.World, string) error)
	if !same {
		t.Fatalf("its type is %T", thenCaughtUp(run))
	}
	if err := wrapped(t.Context(), nil, "broken"); !errors.Is(err, broken) || called != 1 {
		t.Errorf("%v, called %d times", err, called)
	}
	s := tell(t, nil, world.State{})
	if err := wrapped(t.Context(), s.World, "works"); err != nil || called != 2 {
		t.Errorf("%v, called %d times", err, called)
	}
	defer func() {
		if recover() == nil {
			t.Error("it does not catch up") // with a world that it cannot ask
		}
	}()
	for name, other := range map[string]any{"nothing": nil, "no function": 1, "no error": func(context.Context, *world.World) {}, "another state": func(context.Context, int) error { return nil }} {
		if got := thenCaughtUp(other); reflect.TypeOf(got) != reflect.TypeOf(other) {
			t.Errorf("%s: %T", name, got)
		}
	}
	_ = wrapped(t.Context(), nil, "works")
}

// TestOwnActionsAreCaughtUp: checks are left as they are.
func TestOwnActionsAreCaughtUp(t *testing.T) {
	check := func(context.Context, *world.World) error { return nil }
	groups := caughtUp([]step.Group{{Name: "own", Defs: []step.Def{{Name: "check", Run: check}, {Name: "act", Acts: true, Run: check}}}})
	same := func(i int) bool {
		return reflect.ValueOf(groups[0].Defs[i].Run).Pointer() == reflect.ValueOf(check).Pointer()
	}
	if !same(0) || same(1) {
		t.Errorf("the check is wrapped: %t, the action: %t", !same(0), !same(1))
	}
}
