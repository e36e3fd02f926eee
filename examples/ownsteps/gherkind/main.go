// Command gherkind is gherkind with the steps of the shop.
package main

import (
	"github.com/gherkind/gherkind/cli"
	"github.com/gherkind/gherkind/examples/ownsteps"
)

func main() { cli.Main(ownsteps.Steps()) }
