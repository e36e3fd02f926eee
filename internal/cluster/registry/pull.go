package registry

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/gherkind/gherkind/internal/cluster/docker"
)

// How long to wait for a registry's first answer. A nearby one answers within a second or two; if there is none, name resolution
// may hang for longer.
const (
	Brief = 15 * time.Second // if there is another source
	Long  = time.Minute      // if there is none
)

// Docker reports only whole layers, and most of a node image is one layer: half an hour is two megabits per second.
const stalledAfter = 30 * time.Minute

// Pull is a running pull. The caller must call Wait, or end the context.
type Pull struct {
	image   string
	outer   context.Context //nolint:containedctx // of whoever asked
	ctx     context.Context //nolint:containedctx // of the one pull
	cancel  context.CancelCauseFunc
	lines   chan string
	ended   chan error
	layers  layers
	stalled time.Duration // time limit without any output
}

// overdue is the error of a pull without output for too long.
type overdue struct{ after time.Duration }

func (o overdue) Error() string { return "nothing has come within " + o.after.String() }

// Begin starts to pull an image, and returns when the registry has started to send it. Its error is a *host.EnvironmentError
// around a *Trouble; nothing of the image is then kept.
func Begin(ctx context.Context, image string, patience time.Duration) (*Pull, error) {
	p := &Pull{image: image, outer: ctx, lines: make(chan string), ended: make(chan error, 1), stalled: stalledAfter}
	p.ctx, p.cancel = context.WithCancelCause(ctx)
	cmd := docker.Command("pull", image)
	cmd.OutLine = p.line
	go func() { p.ended <- cmd.Run(p.ctx) }()
	if err := p.answer(patience); err != nil {
		return nil, p.failed(false, err)
	}
	return p, nil
}

func (p *Pull) line(text string) {
	select {
	case p.lines <- text:
	case <-p.ctx.Done():
	}
}

// answer waits for the line that Docker prints when it has the image's manifest.
func (p *Pull) answer(patience time.Duration) error {
	timer := time.NewTimer(patience)
	defer timer.Stop()
	for {
		select {
		case line := <-p.lines:
			if strings.Contains(line, ": Pulling from ") {
				return nil
			}
		case err := <-p.ended:
			p.ended <- err // for Wait
			return err
		case <-timer.C:
			return p.end(overdue{patience})
		}
	}
}

// Wait returns when Docker has the image. It calls hear occasionally with the progress. Its errors are those of Begin.
func (p *Pull) Wait(hear func(string)) error {
	timer := time.NewTimer(p.stalled)
	defer timer.Stop()
	for {
		select {
		case line := <-p.lines:
			timer.Reset(p.stalled)
			if news := p.layers.take(line); news != "" {
				hear(news)
			}
		case err := <-p.ended:
			if err != nil {
				return p.failed(true, err)
			}
			p.cancel(nil)
			return nil
		case <-timer.C:
			return p.failed(true, p.end(overdue{p.stalled}))
		}
	}
}

// end stops the docker command, which makes the daemon stop the pull.
func (p *Pull) end(cause error) error {
	p.cancel(cause)
	if err := <-p.ended; err == nil { // completed at the last moment
		return nil
	}
	return cause
}

func (p *Pull) failed(begun bool, err error) error {
	if err == nil {
		return nil
	}
	p.cancel(nil)
	if p.outer.Err() != nil {
		return fmt.Errorf("pull %s: %w", p.image, context.Cause(p.outer))
	}
	return trouble(p.outer, p.image, begun, err)
}
