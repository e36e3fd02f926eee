package assert

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"k8s.io/client-go/rest"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// iced is an API server that answers nothing between two moments.
type iced struct{ from, until time.Time }

// wait returns when an answer comes.
func (i iced) wait(ctx context.Context) error {
	if now := time.Now(); now.Before(i.from) || !now.Before(i.until) {
		return ctx.Err()
	}
	select {
	case <-time.After(time.Until(i.until)):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// RoundTrip implements http.RoundTripper.
func (i iced) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := i.wait(r.Context()); err != nil {
		return nil, err
	}
	return &http.Response{StatusCode: http.StatusOK, Request: r, Body: io.NopCloser(strings.NewReader(`{"gitVersion":"v1"}`)), Header: http.Header{"Content-Type": {"application/json"}}}, nil
}

func icedWorld(t *testing.T, from, until time.Duration) (*world.World, iced) {
	t.Helper()
	ice := iced{time.Now().Add(from), time.Now().Add(until)}
	client, err := kube.New(&rest.Config{Host: "http://server", WrapTransport: func(http.RoundTripper) http.RoundTripper { return ice }})
	if err != nil {
		t.Fatal(err)
	}
	hub := observe.NewHub(t.Context(), client, observe.Options{})
	t.Cleanup(hub.Stop)
	return (&world.Run{Client: client, Hub: hub, Timeouts: world.DefaultTimeouts()}).Open(world.Scenario{}), ice
}

// TestAskedWhileFrozen: a wait that asks, while nobody answers until its time is over, is not a verdict. One that got its
// answers is.
func TestAskedWhileFrozen(t *testing.T) {
	within, hold := step.Ending{Within: 3 * time.Second}, step.Ending{Within: 3 * time.Second, For: 4 * time.Second}
	for name, c := range map[string]struct {
		ending      step.Ending
		from, until time.Duration
		metFor      time.Duration // the answer is as expected so long
		byServer    bool          // the question goes by the API server
		undecided   bool
	}{
		"frozen all the time":            {within, 0, 3001 * time.Millisecond, 0, true, true},
		"frozen at its end":              {within, 2 * time.Second, 4 * time.Second, 0, true, true},
		"asked past it":                  {within, 0, 3001 * time.Millisecond, 0, false, true},
		"frozen a moment":                {within, time.Second, 2 * time.Second, 0, true, false},
		"never frozen":                   {within, 0, 0, 0, true, false},
		"a hold, frozen":                 {hold, time.Second, 10 * time.Second, time.Hour, true, true},
		"a hold, answered too late":      {hold, time.Second, 3900 * time.Millisecond, time.Hour, true, false}, // it is repeated
		"a hold, broken when repeated":   {hold, time.Second, 3900 * time.Millisecond, 6 * time.Second, true, true},
		"a hold, never frozen":           {hold, 0, 0, time.Hour, true, false},
		"a hold, broken":                 {hold, 0, 0, 2 * time.Second, true, false},
		"a hold that is asked otherwise": {hold, time.Second, 10 * time.Second, time.Hour, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w, ice := icedWorld(t, c.from, c.until)
				began := time.Now()
				err := Poll(t.Context(), w, c.ending, kube.Ref{}, func(ctx context.Context) error {
					if err := ice.wait(ctx); c.byServer && err != nil {
						return err
					}
					if time.Since(began) < c.metFor {
						return nil
					}
					return fmt.Errorf("it is otherwise")
				})
				silent := errors.As(err, new(*probe.Unheard))
				if silent != c.undecided || !silent && (err == nil) != (c.metFor == time.Hour) {
					t.Errorf("after %s: %v", time.Since(began), err)
				}
			})
		})
	}
}

// TestNeverSampled: a hold is repeated for as long as a wait may take, and no longer.
func TestNeverSampled(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, never := time.Now(), &unsampled{errors.New("nobody answered")}
		err := untilSampled(t.Context(), 9*time.Second, func(context.Context) error {
			<-time.After(2 * time.Second)
			return never
		})
		if took := time.Since(began); !errors.Is(err, never) || took != 12*time.Second { // the last of them begins 8 seconds after the first has ended
			t.Errorf("after %s: %v", took, err)
		}
	})
}

// TestNoWritesWhileFrozen: that the API server takes no write may be since it says nothing.
func TestNoWritesWhileFrozen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, ice := icedWorld(t, 0, time.Hour)
		err := Poll(t.Context(), w, step.Ending{Within: 10 * time.Second, For: 9 * time.Second}, kube.Ref{}, func(ctx context.Context) error {
			limited, cancel := context.WithTimeout(ctx, 5*time.Second)
			defer cancel()
			if ice.wait(limited) == nil {
				return errors.New("a write was stored")
			}
			return ctx.Err()
		}, OfTheAPIServer())
		if err != nil {
			t.Error(err)
		}
	})
}
