package nodeimage

import (
	"errors"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/scenarios/cluster/host"
)

func TestChoose(t *testing.T) {
	type world struct{ published, built, registry bool }
	for name, c := range map[string]struct {
		source Source
		is     world
		want   Source
		why    string
		asked  bool // the registry
	}{
		"laptop, first run":     {Auto, world{registry: true}, Published, "a registry answers", true},
		"laptop, later":         {Auto, world{published: true, registry: true}, Published, "in Docker already", false},
		"no registry, first":    {Auto, world{}, Built, "no registry answers", true},
		"no registry, later":    {Auto, world{built: true}, Built, "in Docker already", false},
		"built, then registry":  {Auto, world{built: true, registry: true}, Built, "in Docker already", false},
		"both":                  {Auto, world{published: true, built: true}, Published, "in Docker already", false},
		"build asked for":       {Built, world{published: true, registry: true}, Built, "asked for", false},
		"published asked for":   {Published, world{built: true, registry: true}, Published, "a registry answers", true},
		"published, in Docker":  {Published, world{published: true}, Published, "in Docker already", false},
		"published, no network": {Published, world{built: true}, "", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			asked := false
			got, why, err := choose(c.source, facts{
				published: func() (bool, error) { return c.is.published, nil },
				built:     func() (bool, error) { return c.is.built, nil },
				registry: func() error {
					if asked = true; c.is.registry {
						return nil
					}
					return errors.New("no such host")
				},
			})
			var environment *host.EnvironmentError
			if (c.want == "") != errors.As(err, &environment) || got != c.want || !strings.Contains(why, c.why) || asked != c.asked {
				t.Errorf("got %q because %q, registry asked: %v, error %v", got, why, asked, err)
			}
		})
	}
}

func TestChooseSaysWhenDockerFails(t *testing.T) {
	broken := errors.New("broken")
	fail := func() (bool, error) { return false, broken }
	no := func() (bool, error) { return false, nil }
	for _, f := range []facts{{published: fail}, {published: no, built: fail}} {
		if _, _, err := choose(Auto, f); !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
	}
}
