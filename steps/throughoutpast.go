package steps

import (
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

func countingIn(w *world.World, kind string) (c *objects.Counter) {
	w.Timeline.View(func(v observe.View) { c = objects.NewCounter(v, kind) })
	return c
}
