// Package expression has conditions on objects in the Common Expression Language, with the functions that the API server gives to
// expressions. They are compiled before anything runs, and an expression that says nothing of an object is refused.
package expression
