// Drawing a signature: strokes of whole numbers go into a hidden entry, so no picture is sent.
'use strict'

const MOST_POINTS = 2900 // the server takes 3000
const NEAR = 4 // units: nearer points change nothing that anybody sees

function begin(canvas, entry, missing) {
  const pen = canvas.getContext('2d')
  let strokes = []
  let current = null
  let points = 0

  function at(event) {
    const box = canvas.getBoundingClientRect()
    const within = (value, most) => Math.max(0, Math.min(most, Math.round(value)))
    return [
      within(((event.clientX - box.left) / box.width) * canvas.width, canvas.width),
      within(((event.clientY - box.top) / box.height) * canvas.height, canvas.height),
    ]
  }

  function draw(from, to) {
    pen.lineWidth = 6
    pen.lineCap = pen.lineJoin = 'round'
    pen.strokeStyle = '#17212b'
    pen.beginPath()
    pen.moveTo(...from)
    pen.lineTo(...to)
    pen.stroke()
  }

  function down(event) {
    event.preventDefault()
    canvas.setPointerCapture(event.pointerId)
    current = [at(event)]
    strokes.push(current)
    points += 1
    missing.hidden = true
  }

  function move(event) {
    if (!current || points >= MOST_POINTS) return
    const last = current[current.length - 1]
    const here = at(event)
    if (Math.hypot(here[0] - last[0], here[1] - last[1]) < NEAR) return
    draw(last, here)
    current.push(here)
    points += 1
  }

  function up() {
    current = null
    entry.value = strokes.length ? JSON.stringify(strokes) : ''
  }

  function clear() {
    strokes = []
    points = 0
    pen.clearRect(0, 0, canvas.width, canvas.height)
    up()
  }

  canvas.addEventListener('pointerdown', down)
  canvas.addEventListener('pointermove', move)
  canvas.addEventListener('pointerup', up)
  canvas.addEventListener('pointercancel', up)
  document.getElementById('sign-again').addEventListener('click', clear)
  clear() // a page that comes back after a refusal is signed anew: the box is empty
}

const canvas = document.getElementById('signature')
const entry = document.getElementById('strokes')
const missing = document.getElementById('sign-missing')
begin(canvas, entry, missing)
entry.form.addEventListener('submit', (event) => {
  if (entry.value) return
  event.preventDefault()
  missing.hidden = false
  missing.scrollIntoView({ block: 'center' })
})
