package bundle

import (
	"fmt"
	"time"

	"github.com/gherkind/gherkind/internal/observe"
)

// Blind is a time during which a kind was not observed, see [observe.Blind].
type Blind struct {
	Resource string    `json:"resource"` // "deployments.apps", as in the timeline
	From     time.Time `json:"from"`
	To       time.Time `json:"to,omitzero"` // zero if it lasted until the end of the recording
	Missed   bool      `json:"missed,omitempty"`
	Behind   bool      `json:"behind,omitempty"`
	Why      string    `json:"why,omitempty"`
}

// BlindsOf converts interruptions to the form in a bundle.
func BlindsOf(blinds []observe.Blind) []Blind {
	var out []Blind
	for _, b := range blinds {
		out = append(out, Blind{b.Kind.GVR.GroupResource().String(), b.From.UTC(), b.To.UTC(), b.Missed, b.Behind, b.Why})
	}
	return out
}

// blinds converts them to the form of a replay.
func (b *Bundle) blinds() []observe.Blind {
	kinds := byResource(b.Kinds)
	var out []observe.Blind
	for _, blind := range b.Blinds {
		out = append(out, observe.Blind{Kind: kinds[blind.Resource], From: blind.From, To: blind.To,
			Missed: blind.Missed, Behind: blind.Behind, Why: blind.Why})
	}
	return out
}

// checkBlinds requires that each is of a watched kind.
func (b *Bundle) checkBlinds() error {
	kinds := byResource(b.Kinds)
	for _, blind := range b.Blinds {
		if _, known := kinds[blind.Resource]; !known {
			return fmt.Errorf("%s has no kind for %q", manifestName, blind.Resource)
		}
	}
	return nil
}
