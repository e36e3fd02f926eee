package world

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// enter starts to watch a namespace that the scenario was given. It returns when all existing objects in it are known.
func (w *World) enter(ctx context.Context, alias string) (string, error) {
	name, is := w.Scenario.Given[alias]
	if !is {
		known := slices.Sorted(maps.Keys(w.Scenario.Given))
		return "", fmt.Errorf("the scenario is judged in namespaces that are there, and makes none: it has no %q, but %q", alias, strings.Join(known, ", "))
	}
	w.Timeline.Add(name) //nolint:contextcheck // the watches live as long as the timelines
	w.namespaces[alias] = name
	return name, w.Timeline.Listed(ctx)
}

// EnterGiven starts to watch the namespaces that the scenario was given, if any.
func (w *World) EnterGiven(ctx context.Context) error {
	for alias := range w.Scenario.Given {
		if _, err := w.Namespace(ctx, alias); err != nil {
			return fmt.Errorf("look into namespace %s: %w", w.Scenario.Given[alias], err)
		}
	}
	w.current = ""
	return nil
}
