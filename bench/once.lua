-- Sends each request of a file once and ends; prints what came back as one line of JSON.
--
-- The file: for each request its length in bytes, a line end, and the request as it is sent. One
-- thread is enough, and leaves no question who sends what: it does tens of thousands a second.

local ffi = require("ffi")
ffi.cdef("int getpid(void); int kill(int pid, int signal);")
local INTERRUPT = 2 -- wrk ends early, and reports

local requests, sent, got = {}, -1, 0
answered, wrong = {}, ""

function setup(thread)
   asker = thread
end

function init(arguments)
   local file = assert(io.open(arguments[1], "rb"))
   expected = tonumber(arguments[2])
   while true do
      local length = file:read("*n", 1)
      if not length then break end
      requests[#requests + 1] = file:read(length)
   end
   file:close()
end

function request()
   sent = sent + 1
   -- Before anything is sent, wrk looks at one. Later, with nothing left, a connection waits.
   return requests[math.max(sent, 1)] or ""
end

function response(status, headers, body)
   got = got + 1
   answered[status] = (answered[status] or 0) + 1
   if status ~= expected and wrong == "" then wrong = body:sub(1, 300) end
   if got == #requests then ffi.C.kill(ffi.C.getpid(), INTERRUPT) end
end

function done(summary, latency, _)
   local statuses = {}
   for status, times in pairs(asker:get("answered")) do
      statuses[#statuses + 1] = string.format('"%d": %d', status, times)
   end
   io.write(string.format(
      '{"microseconds": %d, "statuses": {%s}, "p50": %d, "p95": %d, "failed": %d, "wrong": "%s"}\n',
      summary.duration, table.concat(statuses, ", "), latency:percentile(50),
      latency:percentile(95), summary.errors.connect + summary.errors.read + summary.errors.write
      + summary.errors.timeout, asker:get("wrong"):gsub('[^%w_:,. -]', "")))
end
