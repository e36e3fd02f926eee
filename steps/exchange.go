package steps

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/assert"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/objects"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/internal/probe"
	"github.com/gherkind/gherkind/internal/remote"
	"github.com/gherkind/gherkind/internal/request"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// exchange sends a request and returns when there is an answer, whatever its content: the following steps check it. The way to
// the server is resolved again for each attempt.
func exchange(ctx context.Context, w *world.World, r *request.Request, about kube.Ref, find func() (remote.Way, error), opts ...assert.Option) error {
	e := &world.Exchange{Request: r.String(), About: about, Beside: beside(find)}
	attempt := func(ctx context.Context) (probe.Answer, error) {
		sent, err := by(ctx, find)
		return sent.Answer, err
	}
	if !r.Reads() {
		attempt = once(func(ctx context.Context) (sent remote.Sent, err error) {
			err = assert.Beside(ctx, w, onceWithin, func(ctx context.Context) (err error) {
				sent, err = by(ctx, find)
				return err
			})
			return sent, err
		})
	}
	err := assert.Poll(ctx, w, step.Ending{}, about, func(ctx context.Context) error {
		answer, err := attempt(ctx)
		if err == nil {
			e.Answer = &answer
		}
		return err
	}, opts...)
	if lacks, is := errors.AsType[*observe.NotRecorded](err); is {
		e.Lost = lacks
	}
	if r.Reads() {
		e.Send = attempt
	}
	w.Exchanged(e)
	if err != nil || r.Reads() {
		return err
	}
	return w.CatchUp(ctx)
}

// onceWithin is the timeout of a request that is sent only once.
const onceWithin = 15 * time.Second

// by sends a request. If there is no way to the server, nobody can have received it.
func by(ctx context.Context, find func() (remote.Way, error)) (remote.Sent, error) {
	way, err := find()
	if err != nil {
		return remote.Sent{Missed: true}, err
	}
	return way.Ask(ctx)
}

// beside returns a function that sends the request while other steps run.
func beside(find func() (remote.Way, error)) func(context.Context) (probe.Answer, error) {
	return func(ctx context.Context) (probe.Answer, error) {
		way, err := find()
		if err != nil {
			return probe.Answer{}, err
		}
		sent, err := way.Send(ctx)
		return sent.Answer, err
	}
}

// once sends until somebody may have received the request, and never again after that: later calls return the same result.
func once(send func(context.Context) (remote.Sent, error)) func(context.Context) (probe.Answer, error) {
	var said *probe.Answer
	var over error
	return func(ctx context.Context) (probe.Answer, error) {
		if said != nil || over != nil {
			return answerOf(said), over
		}
		sent, err := send(ctx)
		switch {
		case err == nil:
			said = &sent.Answer
		case sent.Missed || errors.As(err, new(*observe.NotRecorded)):
		case errors.Is(err, observe.ErrUnobserved), errors.As(err, new(*probe.Unheard)):
			over = errors.Join(err, probe.ErrFailFast)
		default:
			over = fmt.Errorf("it was sent, and is not sent again, as it may have been received: %w", errors.Join(err, probe.ErrFailFast))
		}
		if over != nil {
			return sent.Answer, over
		}
		return sent.Answer, err
	}
}

func answerOf(said *probe.Answer) probe.Answer {
	if said == nil {
		return probe.Answer{}
	}
	return *said
}

// certificateOf finds the certificate in a Secret or a ConfigMap.
func certificateOf(ref kube.Ref, pem *string) observe.Check {
	return objects.Present(ref, func(obj *unstructured.Unstructured) observe.Verdict {
		data, _, err := unstructured.NestedStringMap(obj.Object, "data")
		if err != nil {
			return observe.Verdict{Saw: err.Error()}
		}
		for _, key := range []string{"ca.crt", "tls.crt"} {
			text, has := data[key]
			if !has || text == "" {
				continue
			}
			if kube.IsSecret(obj) {
				plain, err := base64.StdEncoding.DecodeString(text)
				if err != nil {
					return observe.Verdict{Saw: fmt.Sprintf("its %s is no base64", key)}
				}
				text = string(plain)
			}
			*pem = text
			return observe.Verdict{Met: true}
		}
		return observe.Verdict{Saw: "it has neither ca.crt nor tls.crt"}
	})
}

// expectAnswer judges the answer to the last request. Consecutive steps judge the same answer; if one of them requests a new
// one, it must satisfy the checks of all of them.
func expectAnswer(ctx context.Context, w *world.World, ending step.Ending, judge func(probe.Answer) error) error {
	e := w.Exchange()
	if e == nil {
		return errors.New("no request was sent before: begin with `When this request is sent …`")
	}
	if e.Send == nil {
		return expectOnce(ctx, w, e, ending, judge)
	}
	if e.Step != w.At()-1 {
		e.Answer, e.Wanted = nil, nil
	}
	e.Step = w.At()
	e.Wanted = append(e.Wanted, judge)
	last := e.Answer // from the previous step; only for the first attempt
	return assert.Poll(ctx, w, ending, e.About, func(ctx context.Context) error {
		answer := last
		last, e.Answer = nil, nil
		if answer == nil {
			got, err := e.Send(ctx)
			if err != nil {
				return fmt.Errorf("%s was not answered: %w", e.Request, err)
			}
			answer = &got
		}
		for _, wanted := range e.Wanted {
			if err := wanted(*answer); err != nil {
				return err
			}
		}
		e.Answer = answer
		return nil
	})
}

func expectOnce(ctx context.Context, w *world.World, e *world.Exchange, ending step.Ending, judge func(probe.Answer) error) error {
	switch {
	case ending != step.Ending{}:
		return fmt.Errorf("%s was sent once, and its answer does not change: leave out `within` and `for`", e.Request)
	case e.Answer == nil && e.Lost != nil:
		return e.Lost
	case e.Answer == nil:
		return fmt.Errorf("%s has no answer", e.Request)
	}
	if err := judge(*e.Answer); err != nil {
		return assert.Failure(ctx, w, e.About, 0, err)
	}
	return nil
}
