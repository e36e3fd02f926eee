package steps

import (
	"reflect"
	"sync"

	"github.com/gherkind/gherkind/internal/phrases"
	"github.com/gherkind/gherkind/internal/placeholder"
	"github.com/gherkind/gherkind/steps/chinese"
	"github.com/gherkind/gherkind/steps/step"
	"github.com/gherkind/gherkind/steps/world"
)

// Catalogue returns gherkind's step definitions. It is built once and never changes. An error means that a definition is invalid
// or conflicts with another one; the tests of this package rule that out.
func Catalogue() (*step.Catalogue, error) { return vocabulary() }

var vocabulary = sync.OnceValues(func() (*step.Catalogue, error) { return makeCatalogue(nil) })

// With returns gherkind's step definitions, followed by those of a project. The error says which of the latter are invalid, and
// names both definitions if a name is used twice or a text would fit two.
func With(own ...step.Group) (*step.Catalogue, error) {
	if len(own) == 0 {
		return Catalogue()
	}
	return makeCatalogue(caughtUp(own))
}

func makeCatalogue(own []step.Group) (*step.Catalogue, error) {
	c, err := step.New(reflect.TypeFor[*world.World](), placeholder.All(), append(builtInGroups(), own...)...)
	if err != nil {
		return nil, err
	}
	if c, err = c.WithPhrases(phrases.Words(), phrases.All()); err != nil {
		return nil, err
	}
	return c.WithSynonyms(phrases.Synonyms()).WithLanguage(chinese.Code, chinese.Script, chinese.Language)
}

// builtInGroups returns gherkind's groups, in the order in which they are listed.
func builtInGroups() []step.Group {
	return []step.Group{
		manifestSteps(),
		chartSteps(),
		changeSteps(),
		givenSteps(),
		readySteps(),
		podSteps(),
		containerSteps(),
		orderSteps(),
		workloadSteps(),
		placementSteps(),
		serviceSteps(),
		reachSteps(),
		endpointSteps(),
		nodeSteps(),
		nodeChangeSteps(),
		onNodeSteps(),
		writeSteps(),
		etcdSteps(),
		pauseContainerSteps(),
		resourceSteps(),
		valueSteps(),
		lifetimeSteps(),
		countSteps(),
		expressionSteps(),
		eventSteps(),
		reasonSteps(),
		throughoutSteps(),
		commandSteps(),
		localSteps(),
		logSteps(),
		accessSteps(),
		trafficSteps(),
		requestSteps(),
		forwardSteps(),
		sendSteps(),
		answerSteps(),
		loadSteps(),
		healthSteps(),
	}
}
