package report_test

import (
	"fmt"

	"github.com/gherkind/gherkind/scenarios/report"
)

func ExampleRun() {
	run := report.Run{Scenarios: []*report.Scenario{
		{Name: "A pod says hello", URI: "features/hello.feature", Line: 2, Status: report.Passed},
		{Name: "A pod says goodbye", URI: "features/hello.feature", Line: 9, Status: report.Failed},
	}}
	for _, s := range run.Scenarios {
		fmt.Println(s.Place(), s.Status)
	}
	fmt.Println("passed:", run.Passed())
	// Output:
	// features/hello.feature:2 passed
	// features/hello.feature:9 failed
	// passed: false
}
