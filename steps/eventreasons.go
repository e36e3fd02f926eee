package steps

import (
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/world"
)

// warnReasons warns of reasons that nobody uses, but that are nearly one that Kubernetes uses, or that was seen. Those
// that are like no other may be a controller's own, which has not recorded them yet.
func warnReasons(w *world.World, reasons ...string) {
	known := objects.EventReasons
	w.Timeline.View(func(v observe.View) { known = append(objects.SeenReasons(v), objects.EventReasons...) })
	for _, reason := range reasons {
		if near := words.Misspelt(reason, known); near != "" {
			w.Warn("no event with the reason %q was seen, and Kubernetes has no such reason; nearest: %q", reason, near)
		}
	}
}
