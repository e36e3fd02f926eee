package step

import (
	"context"
	"reflect"
	"runtime/debug"

	"github.com/cucumber/godog"
)

// Call is the step that is being run.
type Call struct {
	// Text is the step without its keyword, with the values of an outline filled in.
	Text string
	// Place is where it stands.
	Place Place
	// ArgumentLine is the line of its doc string, 0 when it has none: godog does not keep it.
	ArgumentLine int
}

// Binding joins the definitions to the scenario that runs them.
type Binding struct {
	// State gives the state of the scenario, of the type given to [New]. It is called for every step.
	State func(ctx context.Context) (any, error)
	// Call tells which step godog is running: godog passes only what the expression captured.
	Call func(ctx context.Context) Call
	// Wrap is put around every Run; it must call run once and return its error, or a better one. A panic of
	// the Run arrives in it as a [*PanicError]. Optional.
	Wrap func(ctx context.Context, run func(context.Context) error) error
}

type textKey struct{}

// Text is the text of the running step, without its keyword; empty outside of a step.
func Text(ctx context.Context) string {
	text, _ := ctx.Value(textKey{}).(string)
	return text
}

// Register gives every definition to godog. The keywords are not strict: "Given" and "Then", in any language,
// find the same definitions.
func (c *Catalogue) Register(sc *godog.ScenarioContext, bind Binding) {
	for _, d := range c.definitions {
		sc.Step(d.expr, d.handler(bind))
	}
}

// handler is a function of strings that godog can call, and that calls Run with the typed values.
func (d *definition) handler(bind Binding) any {
	return reflect.MakeFunc(d.shape.handler, func(in []reflect.Value) []reflect.Value {
		err := d.call(bind, in)
		return []reflect.Value{reflect.ValueOf(&err).Elem()}
	}).Interface()
}

func (d *definition) call(bind Binding, in []reflect.Value) error {
	ctx := in[0].Interface().(context.Context)
	call := bind.Call(ctx)
	run := func(ctx context.Context) error {
		state, err := bind.State(ctx)
		if err != nil {
			return err
		}
		return d.run(ctx, state, call, in[1:])
	}
	ctx = context.WithValue(ctx, textKey{}, call.Text)
	if bind.Wrap == nil {
		return run(ctx)
	}
	return bind.Wrap(ctx, run)
}

// run parses the values, finds what they refer to, and calls Run. A panic becomes an error.
func (d *definition) run(ctx context.Context, state any, call Call, in []reflect.Value) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = &PanicError{Value: p, Stack: trimStack(string(debug.Stack()))}
		}
	}()
	args, err := d.arguments(ctx, state, call, in)
	if err != nil {
		return err
	}
	out := d.shape.run.Call(append([]reflect.Value{reflect.ValueOf(ctx)}, args...))
	err, _ = out[0].Interface().(error)
	return err
}
