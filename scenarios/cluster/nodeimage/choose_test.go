package nodeimage

import (
	"errors"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/cluster/registry"
)

func TestChoose(t *testing.T) {
	silent := &registry.Trouble{Said: "no such host", Silent: true}
	refuses := &registry.Trouble{Cause: "no such image"}
	type world struct {
		published, built bool
		registry         error
	}
	for name, c := range map[string]struct {
		source Source
		is     world
		want   Source // "": the registry's error
		why    string
		asked  bool // whether the registry is asked
	}{
		"laptop, first run":     {Auto, world{}, Published, "a registry answers", true},
		"laptop, later":         {Auto, world{published: true}, Published, "in Docker already", false},
		"no registry, first":    {Auto, world{registry: silent}, Built, "no registry answers: no such host", true},
		"no registry, later":    {Auto, world{built: true, registry: silent}, Built, "in Docker already", false},
		"refused":               {Auto, world{registry: refuses}, "", "", true},
		"built, then registry":  {Auto, world{built: true}, Built, "in Docker already", false},
		"both":                  {Auto, world{published: true, built: true}, Published, "in Docker already", false},
		"build asked for":       {Built, world{published: true}, Built, "asked for", false},
		"published asked for":   {Published, world{built: true}, Published, "a registry answers", true},
		"published, in Docker":  {Published, world{published: true, registry: silent}, Published, "in Docker already", false},
		"published, no network": {Published, world{built: true, registry: silent}, "", "", true},
		"published, refused":    {Published, world{built: true, registry: refuses}, "", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			asked := false
			got, why, err := choose(c.source, facts{
				published: func() (bool, error) { return c.is.published, nil },
				built:     func() (bool, error) { return c.is.built, nil },
				registry: func() error {
					asked = true
					return c.is.registry
				},
			})
			if (c.want == "") != (err != nil) || err != nil && !errors.Is(err, c.is.registry) || got != c.want || !strings.Contains(why, c.why) || asked != c.asked {
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
