package scenarios_test

import (
	"context"
	"fmt"
	"log"

	"github.com/gherkind/gherkind/scenarios"
)

func ExampleRun() {
	result, err := scenarios.Run(context.Background(), scenarios.Options{Paths: []string{"features/mine"}, Tags: "not @slow"})
	if err != nil {
		log.Fatal(err) // nothing could be run, or the cluster is at fault
	}
	for _, s := range result.Scenarios {
		fmt.Println(s.Place(), s.Name, s.Status)
	}
}
